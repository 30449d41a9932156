// The packages: the same bytes for the same sources, and nothing in them that does not belong there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { PACKAGES, packageFiles, zipped } from "../build.mjs";

for (const one of PACKAGES) {
  test(`${one.name} has the same bytes whenever it is built`, async () => {
    const first = zipped(packageFiles(one));
    // The dates in a zip file are in steps of two seconds.
    await setTimeout(2100);
    assert.deepEqual(zipped(packageFiles(one)), first);
  });

  test(`${one.name} is small and has no code of a vendor`, () => {
    const files = packageFiles(one);
    assert.ok(zipped(files).length < 100_000);
    for (const [path, content] of files) {
      assert.ok(!path.includes("node_modules") && !path.includes(".."), path);
      assert.ok(!/ZAFClient|__REACT|sourceMappingURL|"VERSION"/.test(content), path);
    }
  });

  test(`the adapter of ${one.name} is under 150 lines`, () => {
    for (const [path, content] of packageFiles(one)) {
      const lines = content.toString().split("\n").length;
      if (/\.(js|jsx)$/.test(path) && !path.endsWith("host.js")) assert.ok(lines < 150, `${path}: ${lines}`);
    }
  });
}
