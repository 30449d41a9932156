// Trunk's post-build hook: turns what Trunk staged, and what lies in static/, into the bundle that
// the contract promises: minified, named by content, compressed beside, nothing inline.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { buildSync, transformSync } from "esbuild";

// What pages refer to by name; everything else is named by its content.
const STABLE = new Set(["embed.js", "index.html", "custom-elements.json", "ticket-note.d.ts"]);
const GLUE = "ticket-note.js";
const WASM = "ticket-note_bg.wasm";
const REQUIRED = ["embed.js", "index.html", GLUE, WASM, "widget.css"];
const COMPRESSIBLE = new Set([".css", ".html", ".js", ".json", ".svg", ".ts", ".wasm"]);
const REFERRING = new Set([".css", ".html", ".js"]);
// `"./name"`, and `"name.wasm"` as wasm-bindgen writes it.
const REFERENCE = /(["'`])(\.\/[\w.-]+|[\w-]+\.wasm)\1/g;
const WASM_OPT = new URL("node_modules/.bin/wasm-opt", import.meta.url).pathname;
const WASM_INTEGRITY = "sha384-WASM";

const staging = process.env.TRUNK_STAGING_DIR ?? fail("TRUNK_STAGING_DIR is not set: trunk runs this");
const isRelease = process.env.TRUNK_PROFILE === "release";

writeStrings();
const sources = new Map([...read(staging), ...read("static")]);
for (const name of REQUIRED) sources.has(name) || fail(`${name} is missing`);
shortenNamesBetween(GLUE, WASM);
for (const [name, content] of sources) sources.set(name, minify(name, content));
const bundle = nameByContent(sources);
rmSync(staging, { recursive: true });
mkdirSync(staging);
write(bundle);

function fail(reason) {
  console.error(`bundle: ${reason}`);
  process.exit(1);
}

// By a program for this machine, which needs no standard library built for it as the widget does.
function writeStrings() {
  const { CARGO_UNSTABLE_BUILD_STD, CARGO_UNSTABLE_BUILD_STD_FEATURES, RUSTC_BOOTSTRAP, ...env } = process.env;
  execFileSync("cargo", ["run", "--quiet", "--offline", "--package", "ticket-note-strings", "--", staging], { env });
}

// The bundle is flat: a folder holds the parts of the script of its name.
function read(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  const parted = new Set(entries.filter((entry) => entry.isDirectory()).map((entry) => `${entry.name}.js`));
  const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  for (const script of parted) files.includes(script) || fail(`${folder} has parts of ${script}, and no such script`);
  return files.map((name) => {
    const path = join(folder, name);
    return [name, parted.has(name) ? withItsParts(path) : readFileSync(path)];
  });
}

function withItsParts(script) {
  const { outputFiles } = buildSync({ entryPoints: [script], bundle: true, format: "esm", charset: "utf8", write: false });
  return outputFiles[0].text;
}

// The names by which wasm and glue know each other are long, and half of each is a random hash that
// no compression shortens. Of the glue's exports, those stay that the element's script uses.
function shortenNamesBetween(glue, wasm) {
  const path = join(staging, wasm);
  const passes = ["--minify-imports-and-exports-and-modules", "--strip-target-features"];
  const names = JSON.parse(execFileSync(WASM_OPT, [path, "-o", path, ...passes], { encoding: "utf8" }));
  const pairs = [...names.imports.map(([, long, short]) => [long, short]), ...names.exports];
  const { outputFiles } = buildSync({
    stdin: { contents: `export { check, initSync, mount, unmount, update } from "./${glue}"`, resolveDir: staging },
    bundle: true,
    format: "esm",
    write: false,
    // Nothing is printed: a panic traps before it has words.
    drop: ["console"],
    mangleCache: Object.fromEntries(pairs),
    mangleProps: new RegExp(`^(${pairs.map(([long]) => long).join("|")})$`),
  });
  const code = outputFiles[0].text.replace('"./ticket-note_bg.js"', '"a"');
  for (const [long] of names.imports) code.includes(long) && fail(`${glue} still has ${long}, which ${wasm} no longer has`);
  sources.set(glue, code);
  sources.set(wasm, readFileSync(path));
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
      files.has(target) || fail(`${name} refers to ${reference}, which is not in the bundle`);
      referredTo.add(target);
      return quote + reference.replace(target, place(target, path)) + quote;
    });
    return text.replaceAll(WASM_INTEGRITY, () => integrity(files.get(WASM)));
  }

  for (const name of files.keys()) place(name, []);
  for (const name of files.keys()) {
    STABLE.has(name) || referredTo.has(name) || fail(`nothing in the bundle refers to ${name}`);
  }
  return named;
}

function hashedName(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
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
