// The manifest of the app for Zendesk, against the rules of the vendor's own validator (zendesk_apps_support,
// `validations/manifest.rb` at f3de3c7).
import assert from "node:assert/strict";
import { test } from "node:test";
import { PACKAGES, packageFiles } from "../build.mjs";

const files = packageFiles(PACKAGES.find(({ name }) => name === "zendesk"));
const manifest = JSON.parse(files.get("manifest.json"));
const TYPES = ["text", "checkbox", "url", "number", "multiline", "hidden", "oauth", "mtls"];
const BOOLEANS = ["private", "singleInstall", "signedUrls"];

/** Returns the problems of a manifest. */
function problemsOf(manifest, has = (path) => files.has(path)) {
  const problems = [];
  const require = (isFine, problem) => isFine || problems.push(problem);
  for (const name of ["author", "defaultLocale", "location", "frameworkVersion"]) require(manifest[name], `${name} is missing`);
  require(manifest.frameworkVersion === "2.0", "frameworkVersion");
  require(/^[a-z]{2,3}(-\w{2,3})?$/.test(manifest.defaultLocale), "defaultLocale");
  require(has(`translations/${manifest.defaultLocale}.json`), "no translation of the default language");
  for (const value of Object.values(manifest.author ?? {})) require(typeof value === "string", "author");
  for (const name of BOOLEANS) require(["boolean", "undefined"].includes(typeof manifest[name]), name);
  require(typeof manifest.version === "string", "version");
  const parameters = manifest.parameters ?? [];
  require(new Set(parameters.map(({ name }) => name)).size === parameters.length, "a parameter occurs twice");
  for (const { name, type } of parameters) require(name && name !== "name" && TYPES.includes(type), `parameter ${name}`);
  for (const { url, flexible } of Object.values(manifest.location?.support ?? {})) {
    require(/^https:/.test(url) || /\{\{setting\./.test(url) || (/^assets\//.test(url) && has(url)), `url ${url}`);
    require(["boolean", "undefined"].includes(typeof flexible), "flexible");
  }
  return problems;
}

test("the manifest follows the vendor's rules", () => {
  assert.deepEqual(problemsOf(manifest), []);
});

test("each rule finds a manifest that breaks it", () => {
  const location = (place) => ({ location: { support: { ticket_sidebar: place } } });
  const broken = [
    [{ author: undefined }, "author is missing"],
    [{ author: { name: 7 } }, "author"],
    [{ frameworkVersion: "1.0" }, "frameworkVersion"],
    [{ defaultLocale: "english" }, "defaultLocale"],
    [{ defaultLocale: "nl" }, "no translation of the default language"],
    [{ private: "yes" }, "private"],
    [{ version: 1 }, "version"],
    [{ parameters: [{ name: "name", type: "text" }] }, "parameter name"],
    [{ parameters: [{ name: "desk", type: "link" }] }, "parameter desk"],
    [{ parameters: [{ name: "a", type: "url" }, { name: "a", type: "url" }] }, "a parameter occurs twice"],
    [location({ url: "assets/missing.html" }), "url assets/missing.html"],
    [location({ url: "http://desk.example/" }), "url http://desk.example/"],
    [location({ url: "assets/app.html", flexible: "yes" }), "flexible"],
  ];
  for (const [change, problem] of broken) assert.ok(problemsOf({ ...manifest, ...change }).includes(problem), problem);
});

test("each parameter has a label", () => {
  const { app } = JSON.parse(files.get("translations/en.json"));
  assert.deepEqual(Object.keys(app.parameters), manifest.parameters.map(({ name }) => name));
});
