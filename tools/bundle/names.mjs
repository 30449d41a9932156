import { createHash } from "node:crypto";
import { extname } from "node:path";
import { fail } from "./fail.mjs";
import { WASM } from "./module.mjs";

// Pages refer to these by name. Every other file is named by its content.
const STABLE = new Set(["embed.js", "host.js", "index.html", "custom-elements.json", "host.d.ts", "ticket-note.d.ts"]);
const REFERRING = new Set([".css", ".html", ".js"]);
// `"./name"`, and `"name.wasm"` as wasm-bindgen writes it.
const REFERENCE = /(["'`])(\.\/[\w.-]+|[\w-]+\.wasm)\1/g;
const WASM_INTEGRITY = "sha256-WASM";

// Returns the files under their final names, with all references rewritten. A file's hash covers the
// names in it, so a file is named after all the files that it refers to.
export function nameByContent(files) {
  const named = new Map();
  const finalNames = new Map();
  const referredTo = new Set();

  function place(name, path) {
    if (path.includes(name)) fail(`files refer to each other in a circle: ${[...path, name].join(" -> ")}`);
    if (finalNames.has(name)) return finalNames.get(name);
    const content = REFERRING.has(extname(name)) ? rewrite(name, [...path, name]) : files.get(name);
    const finalName = STABLE.has(name) ? name : hashedName(name, content);
    finalNames.set(name, finalName);
    named.set(finalName, content);
    return finalName;
  }

  function rewrite(name, path) {
    const text = files.get(name).replace(REFERENCE, (_, quote, reference) => {
      const target = reference.replace("./", "");
      files.has(target) || fail(`${name} refers to ${reference}, which is not in the bundle`);
      referredTo.add(target);
      return quote + reference.replace(target, place(target, path)) + quote;
    });
    return text.replaceAll(WASM_INTEGRITY, () => integrity(files.get(WASM)));
  }

  for (const name of files.keys()) place(name, []);
  for (const name of files.keys()) {
    STABLE.has(name) || referredTo.has(name) || fail(`no file of the bundle refers to ${name}`);
  }
  return named;
}

function hashedName(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const extension = extname(name);
  return `${name.slice(0, -extension.length)}-${hash}${extension}`;
}

function integrity(content) {
  return `sha256-${createHash("sha256").update(content).digest("base64")}`;
}
