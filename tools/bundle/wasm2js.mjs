import { fail } from "./fail.mjs";

const SEGMENTS = / *var base64ReverseLookup[^]*?\nfunction initActiveSegments\(imports\) \{\n([^]*?)\n\}\n/;
const SEGMENT = / *base64DecodeToExistingUint8Array\(bufferView, (\d+), "([\w+/=]*)"\);\n?/g;
const IMPORT_STATEMENT = /^import \* as [$\w]+ from '[^']+';\n/gm;
const IMPORTED_MODULE = /^ var [$\w]+ = imports(\.\w+|\["[^"]+"\]);\n/gm;
const IMPORT = /^ var (fimport\$\d+) = \$_glue_bg_js\.(\w+);\n/gm;
const FIRST_FREE_SLOT = /^ var (fimport\$\d+) = __wbindgen_externref_xform__\.__wbindgen_externref_statics_end;\n/m;
const OPENING = /^function asmFunc\(imports\) \{\n/m;
const CLOSING = /^ return \{\n([^]*?)\n \};\n\}\n[^]*$/m;
const EXPORT = /^ {2}"(\w+)": ([$\w]+),? *$/gm;
const TRAP = "function wasm2js_trap() { throw new Error('abort'); }";
const OWN_TRAP = "export class Trap extends Error {}\nfunction wasm2js_trap() { throw new Trap(); }";
// wasm-bindgen detects that the memory has grown by its detached former buffer, as in WebAssembly.
const COPY = `   var newBuffer = new ArrayBuffer(newPages << 16);
   var newHEAP8 = new Int8Array(newBuffer);
   newHEAP8.set(HEAP8);
`;
const TRANSFER = "   var newBuffer = buffer.transfer(newPages << 16);\n";
const MEMORY = "export const memory = { get buffer() { return buffer; } };\n";

// Returns the output of wasm2js as a script that imports from the glue by name, and exports by name.
// esbuild can then shorten all names. `firstFreeSlot` is the lowest index of the glue's objects that
// Rust may free.
export function asModule(text, firstFreeSlot) {
  const [, segments] = find(text, SEGMENTS);
  const [, exported] = find(text, CLOSING);
  const [, slot] = find(text, FIRST_FREE_SLOT);
  const imports = [...text.matchAll(IMPORT)].map(([, name, long]) => `${long} as ${name}`);
  const exports = [...exported.matchAll(EXPORT)].map(([, long, name]) => `${name} as ${long}`);
  const edits = [
    [SEGMENTS, ""],
    [" initActiveSegments(imports);\n", writeSegments(segments)],
    [FIRST_FREE_SLOT, ""],
    [OPENING, ""],
    [CLOSING, `export { ${exports.join(", ")} };\n${MEMORY}`],
    [TRAP, OWN_TRAP],
    [COPY, TRANSFER],
  ];
  const code = edits.reduce((code, [pattern, replacement]) => replaceOnce(code, pattern, replacement), text);
  const rest = [IMPORT_STATEMENT, IMPORTED_MODULE, IMPORT].reduce((code, pattern) => code.replace(pattern, ""), code);
  if (rest.includes("imports")) fail("wasm2js writes imports in a form that the bundle step does not handle");
  return `import { ${imports.join(", ")} } from "./glue_bg.js";\n${rest.replaceAll(`${slot}()`, firstFreeSlot)}`;
}

// Replaces the one occurrence of a pattern.
export function replaceOnce(text, pattern, replacement) {
  find(text, pattern);
  const result = text.replace(pattern, () => replacement);
  if (result.match(pattern)) fail(`the JavaScript engine has more than one ${pattern}`);
  return result;
}

export function find(text, pattern) {
  const found = typeof pattern === "string" ? text.includes(pattern) && [pattern] : text.match(pattern);
  return found || fail(`wasm2js or wasm-bindgen no longer writes ${pattern}: adapt the bundle step`);
}

// Bytes as characters are smaller than base64 after brotli, because most of them are text.
function writeSegments(calls) {
  const segments = [...calls.matchAll(SEGMENT)].map(([, address, base64]) => {
    return `[${address}, ${JSON.stringify(Buffer.from(base64, "base64").toString("latin1"))}]`;
  });
  if (calls.replace(SEGMENT, "") !== "") fail("wasm2js writes a data segment in an unexpected form");
  return ` for (const [address, text] of [${segments.join(", ")}]) {
  for (let at = 0; at < text.length; at++) HEAPU8[address + at] = text.charCodeAt(at);
 }
`;
}
