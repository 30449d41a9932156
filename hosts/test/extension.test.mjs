// The extension: the rules that read a ticket from an address, and the linter of the add-ons' store.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { DEFAULT_RULES, permissionFor, ticketIn } from "../extension/rules.js";
import { PACKAGES, packageFiles, packageVersion } from "../build.mjs";

const filesOf = (name) => packageFiles(PACKAGES.find((one) => one.name === name));
const manifestOf = (name) => JSON.parse(filesOf(name).get("manifest.json"));

test("a rule finds the whole number", () => {
  const rules = ["https://crm.example/cases/{ticket}", "https://*.example/*/t-{ticket}/view", ...DEFAULT_RULES];
  for (const [address, ticket] of [
    ["https://crm.example/cases/858462", "858462"],
    ["https://crm.example/cases/858462?tab=2#x", "858462"],
    ["https://a.b.example/x/y/t-7/view", "7"],
    ["https://acme.omnidesk.com/staff/cases/858463", "858463"],
    ["https://crm.example/cases/new", null],
    ["https://crm.example/cases/0", null],
    ["https://crm.example/cases/12345678901234567", null],
    ["http://crm.example/cases/1", null],
    ["https://evil.test/https://crm.example/cases/1", null],
    ["https://evil.test/.omnidesk.com/cases/1", null],
    ["https://crmxexample/cases/1", null],
    [undefined, null],
  ]) {
    assert.equal(ticketIn(address, rules), ticket, address);
  }
});

test("a rule names the one site that it needs", () => {
  for (const [rule, permission] of [
    ["https://crm.example/cases/{ticket}", "https://crm.example/*"],
    ["https://*.omnidesk.com/*/{ticket}", "https://*.omnidesk.com/*"],
    ["https://crm.example:8443/{ticket}", "https://crm.example/*"],
    ["https://*/{ticket}", null],
    ["http://crm.example/{ticket}", null],
    ["https://crm.example/cases", null],
    ["https://crm.example/{ticket}/{ticket}", null],
    ["https://{ticket}.example/", null],
  ]) {
    assert.equal(permissionFor(rule), permission, rule);
  }
});

test("the extension asks for nothing more at its installation", () => {
  const [chrome, firefox] = ["extension-chrome", "extension-firefox"].map(manifestOf);
  assert.deepEqual(chrome.permissions, ["sidePanel", "storage", "contextMenus"]);
  assert.deepEqual(firefox.permissions, ["storage", "contextMenus"]);
  for (const manifest of [chrome, firefox]) {
    assert.deepEqual(manifest.optional_host_permissions, ["https://*/*"]);
    assert.equal(manifest.host_permissions, undefined);
    assert.equal(manifest.content_scripts, undefined);
    assert.equal(manifest.version, packageVersion());
  }
});

const [major, minor] = process.versions.node.split(".").map(Number);
const isOld = major < 20 || (major === 20 && minor < 19);
// Everything else runs with Node 18. In CI, the linter has to run.
const skip = isOld && !process.env.CI && "addons-linter needs Node 20.19";

// The linter is that of Firefox's store. Chromium itself judges the other package, in the end-to-end tests.
test("the linter of Firefox's store finds nothing", { skip }, () => {
  const folder = new URL("../../dist-hosts/extension-firefox", import.meta.url).pathname;
  const linter = new URL("../node_modules/.bin/addons-linter", import.meta.url).pathname;
  // It exits with an error if it finds one.
  const { stdout } = spawnSync(linter, ["--output", "json", folder], { encoding: "utf8" });
  const { errors, warnings, notices } = JSON.parse(stdout);
  assert.deepEqual([errors, warnings, notices], [[], [], []]);
});

test("no package has code for another browser", () => {
  const foreign = {
    "extension-firefox": /sidePanel|side_panel|service_worker|minimum_chrome_version/,
    "extension-chrome": /browser\.|sidebar|gecko/,
  };
  for (const [name, pattern] of Object.entries(foreign)) {
    for (const [path, content] of filesOf(name)) {
      if (/\.(js|json)$/.test(path)) assert.doesNotMatch(content.toString(), pattern, `${name}: ${path}`);
    }
  }
});

test("the files that both packages have are the same", () => {
  const [chrome, firefox] = ["extension-chrome", "extension-firefox"].map(filesOf);
  const differing = [...chrome].filter(([path, content]) => !content.equals(firefox.get(path))).map(([path]) => path);
  assert.deepEqual(differing, ["manifest.json", "opening.js"]);
  assert.deepEqual([...chrome.keys()], [...firefox.keys()]);
});

test("each text is in every language", () => {
  const source = filesOf("extension-firefox").get("texts.js").toString();
  const keys = [...source.matchAll(/^  (\w\w): \{\n([^}]*)/gm)].map(([, , texts]) => [...texts.matchAll(/^    (\w+):/gm)].map(([, key]) => key));
  assert.equal(keys.length, 3);
  for (const one of keys) assert.deepEqual(one, keys[0]);
});
