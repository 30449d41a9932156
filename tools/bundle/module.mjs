import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { fail } from "./fail.mjs";
import { removeUnused } from "./unused.mjs";

export const GLUE = "ticket-note.js";
export const WASM = "ticket-note_bg.wasm";

export const WASM_OPT = new URL("../node_modules/.bin/wasm-opt", import.meta.url).pathname;
// These options were chosen by the module's size after brotli. A second and a third `-Oz` save more, a fourth does not.
// The addresses below 1024 are unused: rustc places the stack before all data, and the stack begins at
// its end. So an address may be added to the offset of an access.
const OPTIMISATIONS = [
  "--low-memory-unused",
  "--always-inline-max-function-size=6",
  "--one-caller-inline-max-function-size=25",
  "--flexible-inline-max-function-size=0",
  "--optimize-added-constants-propagate",
  "--flatten",
  "--rereloop",
  "-Oz",
  "-Oz",
  "-Oz",
  "--reorder-functions-by-name",
  "--strip-debug",
  "--strip-producers",
  "--dealign",
];
// The names that the module imports and exports are long, and half of each is a hash that no
// compression shortens. wasm-opt prints the new names. The section that lists the features goes last:
// wasm-opt reads from it what the module may use.
const SHORT_NAMES = ["--minify-imports-and-exports-and-modules", "--strip-target-features"];
export const RELEASE_PASSES = [...OPTIMISATIONS, ...SHORT_NAMES];

// Returns the WebAssembly module of a folder and its glue by name, optimised in a release.
export function buildModule(folder, isRelease) {
  const wasm = join(folder, WASM);
  if (isRelease) removeUnused(wasm);
  const passes = isRelease ? RELEASE_PASSES : SHORT_NAMES;
  const names = JSON.parse(execFileSync(WASM_OPT, [wasm, "-o", wasm, ...passes], { encoding: "utf8" }));
  return [
    [GLUE, shortenNamesInGlue(folder, names)],
    [WASM, readFileSync(wasm)],
  ];
}

function shortenNamesInGlue(folder, names) {
  const imports = names.imports.map(([, long, short]) => [long, short]);
  const pairs = [...imports, ...names.exports];
  refuseClash(readFileSync(join(folder, GLUE), "utf8"), names.exports);
  const { outputFiles } = buildSync({
    // Everything that Rust exports, and `initSync`. Not the default export, which loads the module
    // in a way that the element does not use.
    stdin: { contents: `export * from "./${GLUE}"`, resolveDir: folder },
    bundle: true,
    format: "esm",
    write: false,
    // The glue never logs: a panic traps before it has a message.
    drop: ["console"],
    mangleCache: Object.fromEntries(pairs),
    mangleProps: new RegExp(`^(${pairs.map(([long]) => long).join("|")})$`),
  });
  const code = outputFiles[0].text.replace('"./ticket-note_bg.js"', '"a"');
  for (const [long] of imports) {
    if (code.includes(long)) fail(`${GLUE} still has ${long}, which ${WASM} no longer has`);
  }
  return code;
}

// A method of an exported class keeps its name, unless the module exports a function of that name.
function refuseClash(glue, exports) {
  for (const [long] of exports) {
    const method = new RegExp(`^ +(static |get |set )?${long}\\(`, "m");
    if (method.test(glue)) fail(`Rust exports both a function and a method with the name ${long}: rename one`);
  }
}
