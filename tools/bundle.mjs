// Trunk's post-build hook: turns what Trunk staged, and what lies in static/, into the bundle that
// the contract promises: minified, named by content, compressed beside, nothing inline.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { transformSync } from "esbuild";

// What pages refer to by name; everything else is named by its content.
const STABLE = new Set(["embed.js", "index.html", "custom-elements.json", "ticket-note.d.ts"]);
const REQUIRED = ["embed.js", "index.html", "ticket-note.js", "ticket-note_bg.wasm", "widget.css"];
const COMPRESSIBLE = new Set([".css", ".html", ".js", ".json", ".svg", ".ts", ".wasm"]);
const REFERRING = new Set([".css", ".html", ".js"]);
// `"./name"`, and `"name.wasm"` as wasm-bindgen writes it.
const REFERENCE = /(["'`])(\.\/[\w.-]+|[\w-]+\.wasm)\1/g;
// The name of the import object in wasm and glue: it looks like a file and is none.
const WASM_IMPORTS = "./ticket-note_bg.js";
const WASM_INTEGRITY = "sha384-WASM";

const staging = process.env.TRUNK_STAGING_DIR ?? fail("TRUNK_STAGING_DIR is not set: trunk runs this");
const isRelease = process.env.TRUNK_PROFILE === "release";

const sources = new Map([...read(staging), ...read("static")].map(([name, content]) => [name, minify(name, content)]));
for (const name of REQUIRED) sources.has(name) || fail(`${name} is missing`);
const bundle = nameByContent(sources);
rmSync(staging, { recursive: true });
mkdirSync(staging);
write(bundle);

function fail(reason) {
  console.error(`bundle: ${reason}`);
  process.exit(1);
}

function read(folder) {
  return readdirSync(folder, { withFileTypes: true }).map((entry) => {
    entry.isFile() || fail(`${join(folder, entry.name)} is not a file: the bundle is flat`);
    return [entry.name, readFileSync(join(folder, entry.name))];
  });
}

function minify(name, content) {
  switch (extname(name)) {
    case ".js":
      return transformSync(content, { format: "esm", minify: isRelease, legalComments: "none", charset: "utf8" }).code;
    case ".css":
      return transformSync(content, { loader: "css", minify: isRelease, legalComments: "none", charset: "utf8" }).code;
    case ".html":
      return withoutBuildTags(name, content.toString());
    default:
      return content;
  }
}

// Trunk leaves its own link in the page when it injects no script.
function withoutBuildTags(name, html) {
  const page = html.replace(/[ \t]*<link\b[^>]*\sdata-trunk\b[^>]*>\n?/g, "");
  const inline = [
    /<script\b(?![^>]*\ssrc=)[^>]*>/i,
    /<script\b[^>]*>\s*[^<\s]/i,
    /<style\b/i,
    /<[^>]+\sstyle\s*=/i,
    /<[^>]+\son\w+\s*=/i,
    /["']\s*javascript:/i,
  ];
  for (const pattern of inline) {
    const found = page.match(pattern);
    if (found) fail(`${name} has something inline, which its own policy forbids: ${found[0]}`);
  }
  return page;
}

// A file's name covers the names in it, so a file comes after all that it refers to.
function nameByContent(files) {
  const named = new Map();
  const finalNames = new Map();
  const referredTo = new Set();

  function place(name, path) {
    if (path.includes(name)) fail(`a circle of references: ${[...path, name].join(" -> ")}`);
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
      if (reference === WASM_IMPORTS) return quote + reference + quote;
      files.has(target) || fail(`${name} refers to ${reference}, which is not in the bundle`);
      referredTo.add(target);
      return quote + reference.replace(target, place(target, path)) + quote;
    });
    return text.replaceAll(WASM_INTEGRITY, () => integrity(files.get("ticket-note_bg.wasm")));
  }

  for (const name of files.keys()) place(name, []);
  for (const name of files.keys()) {
    STABLE.has(name) || referredTo.has(name) || fail(`nothing in the bundle refers to ${name}`);
  }
  return named;
}

function hashedName(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const extension = extname(name);
  return `${name.slice(0, -extension.length)}-${hash}${extension}`;
}

function integrity(content) {
  return `sha384-${createHash("sha384").update(content).digest("base64")}`;
}

function write(files) {
  for (const [name, content] of files) {
    const path = join(staging, name);
    writeFileSync(path, content);
    if (!isRelease || !COMPRESSIBLE.has(extname(name))) continue;
    const bytes = Buffer.from(content);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}
