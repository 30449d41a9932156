import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { fail } from "./fail.mjs";

export const GLUE = "ticket-note.js";
export const WASM = "ticket-note_bg.wasm";

const WASM_OPT = new URL("../node_modules/.bin/wasm-opt", import.meta.url).pathname;
// What rustc and wasm-bindgen use of WebAssembly.
const FEATURES = [
  "--enable-bulk-memory",
  "--enable-bulk-memory-opt",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-reference-types",
  "--enable-multivalue",
];
// The flags after `-Oz` were chosen by the size of the module after brotli.
const OPTIMISATIONS = [
  "-Oz",
  "--reorder-functions-by-name",
  "--strip-debug",
  "--strip-producers",
  "--dealign",
  "--converge",
  "--always-inline-max-function-size=0",
  "--one-caller-inline-max-function-size=40",
  "--flexible-inline-max-function-size=0",
];

// Returns the WebAssembly module of a folder and its glue by name, optimised in a release.
export function buildModule(folder, isRelease) {
  const wasm = join(folder, WASM);
  if (isRelease) runWasmOpt(wasm, [...FEATURES, ...OPTIMISATIONS]);
  const names = shortenNamesIn(wasm);
  return [
    [GLUE, shortenNamesInGlue(folder, names)],
    [WASM, readFileSync(wasm)],
  ];
}

// The names that the module imports and exports are long, and half of each is a hash that no
// compression shortens. This is a run of its own: `--converge` repeats each pass, and would rename
// what it has renamed.
function shortenNamesIn(wasm) {
  const passes = ["--minify-imports-and-exports-and-modules", "--strip-target-features"];
  const { imports, exports } = JSON.parse(runWasmOpt(wasm, passes));
  return { imports: imports.map(([, long, short]) => [long, short]), exports };
}

function shortenNamesInGlue(folder, { imports, exports }) {
  const pairs = [...imports, ...exports];
  refuseClash(readFileSync(join(folder, GLUE), "utf8"), exports);
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

function runWasmOpt(wasm, flags) {
  return execFileSync(WASM_OPT, [wasm, "-o", wasm, ...flags], { encoding: "utf8" });
}
