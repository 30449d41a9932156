import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fail } from "./fail.mjs";

// For the build only: the bundle does not ship this file.
const FAILURES = "failures.json";

// Writes the strings of each language into the folder. Returns the English sentences that the
// element shows when the form cannot run and when it has stopped.
export function writeStrings(folder) {
  runStringsProgram(folder);
  const path = join(folder, FAILURES);
  existsSync(path) || fail(`the strings program wrote no ${FAILURES}`);
  const sentences = JSON.parse(readFileSync(path, "utf8"));
  rmSync(path);
  if (!isPairOfTexts(sentences)) fail(`${FAILURES} is not an array of two sentences`);
  return sentences;
}

function runStringsProgram(folder) {
  // The program runs on this machine, with the compiler's own standard library. The settings that build
  // another one are for the widget.
  const { CARGO_UNSTABLE_BUILD_STD, CARGO_UNSTABLE_BUILD_STD_FEATURES, RUSTC_BOOTSTRAP, ...env } = process.env;
  execFileSync("cargo", ["run", "--quiet", "--offline", "--package", "ticket-note-strings", "--", folder], { env });
}

function isPairOfTexts(value) {
  return Array.isArray(value) && value.length === 2 && value.every((text) => typeof text === "string" && text !== "");
}
