import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { fail } from "./fail.mjs";
import { removeUnused } from "./unused.mjs";
import { asModule, find, replaceOnce } from "./wasm2js.mjs";

export const JAVASCRIPT = "ticket-note-js.js";

const PROGRAMS = new URL("../node_modules/.bin/", import.meta.url).pathname;

// The features that wasm2js translates. The module's few other instructions are rewritten first.
const FEATURES = ["--mvp-features", "--enable-mutable-globals", "--enable-bulk-memory", "--enable-bulk-memory-opt"];
const REWRITING = ["--signext-lowering", "--llvm-nontrapping-fptoint-lowering", "--strip-target-features"];
// wasm-opt drops the names of functions without this option.
const NAMES = ["--debuginfo"];
// These options were chosen by the script's size after brotli.
const LITTLE_INLINING = [
  "--always-inline-max-function-size=5",
  "--one-caller-inline-max-function-size=15",
  "--flexible-inline-max-function-size=0",
];
const OPTIMISATIONS = [
  "--low-memory-unused",
  ...LITTLE_INLINING,
  "--flatten",
  "--rereloop",
  "-Oz",
  "-Oz",
  "-Oz",
  "--strip-debug",
  "--strip-producers",
  "--strip-target-features",
];
const TRANSLATION = ["-Oz", ...LITTLE_INLINING];

const ENTRY = 'export { NoteForm } from "./glue_bg.js"; export { isTrap } from "./trap.js";';
const TRAP = new URL("trap.js", import.meta.url);
const WASM_OF_GLUE = "let wasm;\nexport function __wbg_set_wasm(val) {\n    wasm = val;\n}\n";
const DROP_OBJECT = /^function dropObject\(idx\) \{\n {4}if \(idx < (\d+)\) return;$/m;

// A debug module would be a script of many megabytes.
const NONE = 'throw new Error("a debug build has no JavaScript engine");\n';

// Returns the JavaScript engine by file name, for pages in which WebAssembly cannot run. It is a translation
// of the module that the release ships.
export function buildJavaScript(isRelease) {
  if (!isRelease) return [[JAVASCRIPT, NONE]];
  const folder = mkdtempSync(join(tmpdir(), "ticket-note-js-"));
  try {
    return [[JAVASCRIPT, translate(compiledModule(), folder)]];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function translate(module, folder) {
  const run = (program, ...options) => {
    execFileSync(program, options, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  };
  const [optimise, wasm2js] = ["wasm-opt", "wasm2js"].map((name) => run.bind(null, join(PROGRAMS, name)));
  optimise(module, "-o", "rewritten.wasm", ...REWRITING, ...NAMES);
  // wasm-bindgen reads from this section that objects stay in its glue.
  optimise("rewritten.wasm", "-o", "module.wasm", ...FEATURES, "--emit-target-features", ...NAMES);
  run("wasm-bindgen", "module.wasm", "--target", "bundler", "--no-typescript", "--out-dir", ".", "--out-name", "glue");
  removeUnused(join(folder, "glue_bg.wasm"));
  optimise("glue_bg.wasm", "-o", "optimised.wasm", ...FEATURES, ...OPTIMISATIONS);
  wasm2js("optimised.wasm", "-o", "wasm2js.js", ...TRANSLATION, ...FEATURES);
  connect(folder);
  const { outputFiles } = buildSync({
    stdin: { contents: ENTRY, resolveDir: folder },
    bundle: true,
    format: "esm",
    charset: "utf8",
    write: false,
    // The glue never logs: a panic traps before it has a message.
    drop: ["console"],
  });
  return outputFiles[0].text;
}

// Makes the glue and the translated module import from each other.
function connect(folder) {
  const read = (name) => readFileSync(join(folder, name), "utf8");
  const write = (name, text) => writeFileSync(join(folder, name), text);
  if (read("glue.js").includes("__wbindgen_start")) fail("the JavaScript engine does not call the start function");
  const glue = read("glue_bg.js");
  const [, firstFreeSlot] = find(glue, DROP_OBJECT);
  write("glue_bg.js", replaceOnce(glue, WASM_OF_GLUE, 'import * as wasm from "./wasm2js.js";\n'));
  write("wasm2js.js", asModule(read("wasm2js.js"), firstFreeSlot));
  copyFileSync(TRAP, join(folder, "trap.js"));
}

// Returns the path of the module as rustc wrote it: Trunk stages what wasm-bindgen made of it.
function compiledModule() {
  const options = ["metadata", "--offline", "--no-deps", "--format-version", "1"];
  const metadata = execFileSync("cargo", options, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  return join(JSON.parse(metadata).target_directory, "wasm32-unknown-unknown", "widget", "ticket_note.wasm");
}
