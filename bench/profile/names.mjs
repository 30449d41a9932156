// The names of the functions of a module. A release ships without them. So the same passes run again on what
// wasm-bindgen wrote, this time with names. They produce the same code, so the names fit it.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RELEASE_PASSES, WASM, WASM_OPT } from "../../tools/bundle/module.mjs";
import { codeOf, functionNames } from "./wasm.mjs";

const isStripping = (pass) => pass.startsWith("--strip-debug");

/** Returns the names by the index of the function; none if the two modules are of different builds. */
export function namesOf(dist, built) {
  const file = readdirSync(dist).find((name) => name.endsWith(".wasm"));
  const shipped = readFileSync(join(dist, file));
  const own = functionNames(shipped);
  if (own.size > 0 || !existsSync(join(built, WASM))) return own;
  const named = optimiseWithNames(join(built, WASM));
  if (codeOf(shipped).equals(codeOf(named))) return functionNames(named);
  console.error(`no names: ${built} is not what ${dist} was made of`);
  return own;
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
