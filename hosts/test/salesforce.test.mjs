// The component for Salesforce: the vendor's compiler, and the two files of metadata.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PACKAGES, packageFiles } from "../build.mjs";
import { compile, componentFile } from "../salesforce.mjs";

const files = packageFiles(PACKAGES.find(({ name }) => name === "salesforce"));
const FOLDER = "force-app/main/default";

for (const name of ["ticketNote.js", "ticketNote.html", "host.js", "sentences.js"]) {
  test(`${name} compiles without a warning`, () => {
    const { code, warnings } = compile(componentFile(name));
    assert.ok(code.length > 100);
    assert.deepEqual(warnings, []);
  });
}

/** Returns the names of the elements of a well-formed XML text, in order. */
function elementsOf(xml) {
  const names = [];
  const open = [];
  for (const [, closing, name, ending] of xml.replace(/<\?.*?\?>/g, "").matchAll(/<(\/?)([\w]+)[^<>]*?(\/?)>/g)) {
    if (closing) assert.equal(open.pop(), name);
    else names.push(name) && (ending || open.push(name));
  }
  assert.deepEqual(open, []);
  return names;
}

test("the metadata has exactly the documented elements", () => {
  const read = (path) => files.get(`${FOLDER}/${path}`).toString();
  assert.deepEqual(elementsOf(read("lwc/ticketNote/ticketNote.js-meta.xml")), [
    "LightningComponentBundle", "apiVersion", "isExposed", "masterLabel", "description", "targets", "target",
    "targetConfigs", "targetConfig", "property", "property",
  ]);
  assert.deepEqual(elementsOf(read("cspTrustedSites/TicketNote.cspTrustedSite-meta.xml")), [
    "CspTrustedSite", "context", "description", "endpointUrl", "isActive", "isApplicableToFrameSrc",
  ]);
});
