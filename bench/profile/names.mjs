// The names of the functions of a release module, which ships without them. The same passes run again on
// what wasm-bindgen wrote, this time with names. They produce the same code, so the names fit it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RELEASE_PASSES, WASM, WASM_OPT } from "../../tools/bundle/module.mjs";
import { customSection, functionNames, section } from "./wasm.mjs";

const CODE = 10;
const isStripping = (pass) => pass.startsWith("--strip-debug");

/** Returns the names by the index of the function. Fails if the two modules are of different builds. */
export function namesOf(dist, built) {
  const file = readdirSync(dist).find((name) => name.endsWith(".wasm"));
  const shipped = readFileSync(join(dist, file));
  const named = optimiseWithNames(join(built, WASM));
  if (!section(shipped, CODE).equals(section(named, CODE))) {
    throw new Error(`${built} is not the build that ${dist} was made of: run make dist`);
  }
  return functionNames(customSection(named, "name"));
}

function optimiseWithNames(wasm) {
  const folder = mkdtempSync(join(tmpdir(), "ticket-note-names-"));
  try {
    const named = join(folder, WASM);
    const passes = ["-g", ...RELEASE_PASSES.filter((pass) => !isStripping(pass))];
    execFileSync(WASM_OPT, [wasm, "-o", named, ...passes], { stdio: ["ignore", "ignore", "inherit"] });
    return readFileSync(named);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
