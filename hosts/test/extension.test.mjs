// The extension: the rules that read a ticket from an address, and the linter of the add-ons' store.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { DEFAULT_RULES, permissionFor, ticketIn } from "../extension/rules.js";
import { PACKAGES, packageFiles, packageVersion } from "../build.mjs";

const FOREIGN = [
  'BACKGROUND_SERVICE_WORKER_NOFALLBACK: Unsupported "/background/service_worker" manifest property used without "/background/scripts" property as Firefox-compatible fallback.',
  "ADDON_ID_REQUIRED: The add-on ID is required in Manifest Version 3 and above.",
  'MANIFEST_PERMISSIONS: /permissions: Invalid permissions "sidePanel" at 0.',
  'MISSING_DATA_COLLECTION_PERMISSIONS: The "data_collection_permissions" property is missing.',
  "UNSUPPORTED_API: sidePanel.setPanelBehavior is not supported",
  "UNSUPPORTED_API: sidePanel.open is not supported",
];

const manifestOf = (name) => JSON.parse(packageFiles(PACKAGES.find((one) => one.name === name)).get("manifest.json"));

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

for (const name of ["extension-firefox", "extension-chrome"]) {
  test(`the linter finds nothing in ${name}`, () => {
    const archive = new URL(`../../dist-hosts/${name}`, import.meta.url).pathname;
    const linter = new URL("../node_modules/.bin/addons-linter", import.meta.url).pathname;
    let output;
    try {
      output = execFileSync(linter, ["--output", "json", archive], { encoding: "utf8" });
    } catch (error) {
      output = error.stdout;
    }
    const { errors, warnings } = JSON.parse(output);
    // The linter is Firefox's. These are about the manifest of Chrome.
    const isForeign = ({ code, message }) => name === "extension-chrome" && FOREIGN.includes(`${code}: ${message}`);
    assert.deepEqual([...errors, ...warnings].filter((one) => !isForeign(one)).map(({ code, message, file }) => `${code} ${message} ${file}`), []);
  });
}
