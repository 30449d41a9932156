// Builds the packages for hosts: a folder and a zip file in dist-hosts/ for each. The same sources give the same
// bytes, whenever and wherever they are built.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OUTPUT = join(ROOT, "dist-hosts");
// The earliest date that a zip file can have.
const DATE = new Date(1980, 0, 1);
const TEXT = /\.(css|html|js|json|jsx|xml|md|svg)$/;

const SHARED = {
  "host.js": join(ROOT, "static/host.js"),
  "sentences.js": join(ROOT, "hosts/shared/sentences.js"),
};

/** The packages: the folder of their sources, the folder for the shared scripts, and further changes. */
const PACKAGES = [
  { name: "zendesk", shared: "assets" },
  { name: "salesforce", shared: "force-app/main/default/lwc/ticketNote" },
  { name: "hubspot", shared: "src/app/cards" },
  { name: "extension-chrome", source: "extension", sharedFiles: ["host.js"], change: filesFor("chrome") },
  { name: "extension-firefox", source: "extension", sharedFiles: ["host.js"], change: filesFor("firefox") },
];

/** A browser warns of what only another one knows. So `NAME.BROWSER.EXT` becomes `NAME.EXT` for that browser. */
function filesFor(browser) {
  return (files) => {
    const entries = [...files].map(([path, content]) => {
      const [, name, owner, extension] = path.match(/^(\w+)\.(chrome|firefox)\.(\w+)$/) ?? [null, null, browser];
      return owner === browser && [name === null ? path : `${name}.${extension}`, content];
    });
    return new Map(entries.filter(Boolean));
  };
}

/** Returns the files of a package by their paths. */
export function packageFiles({ name, source = name, shared = "", sharedFiles = Object.keys(SHARED), change = (files) => files }) {
  const files = readFolder(join(ROOT, "hosts", source));
  for (const file of sharedFiles) files.set(join(shared, file), readFileSync(SHARED[file]));
  const version = packageVersion();
  for (const [path, content] of files) {
    if (TEXT.test(path)) files.set(path, Buffer.from(content.toString().replaceAll('"VERSION"', JSON.stringify(version))));
  }
  return new Map([...change(files)].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readFolder(folder, prefix = "", files = new Map()) {
  for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
    const path = join(prefix, entry.name);
    if (entry.isDirectory()) readFolder(folder, path, files);
    else if (!entry.isFile()) throw new Error(`${path} is neither a file nor a folder`);
    else if (entry.name !== "README.md") files.set(path, readFileSync(join(folder, path)));
  }
  return files;
}

/** Returns the version of the project. */
export function packageVersion() {
  const [, workspace] = readFileSync(join(ROOT, "Cargo.toml"), "utf8").split("[workspace.package]");
  return workspace.match(/^version = "(.+)"$/m)[1];
}

/** Returns the bytes of the zip file. */
export function zipped(files) {
  return zipSync(Object.fromEntries(files), { level: 9, mtime: DATE });
}

function write(name, files) {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(OUTPUT, name, path)), { recursive: true });
    writeFileSync(join(OUTPUT, name, path), content);
  }
  const archive = `${name}-${packageVersion()}.zip`;
  writeFileSync(join(OUTPUT, archive), zipped(files));
  console.log(`dist-hosts/${archive}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(OUTPUT, { recursive: true, force: true });
  for (const one of PACKAGES) write(one.name, packageFiles(one));
  const { buildTestPages } = await import("./test-pages.mjs");
  await buildTestPages(join(OUTPUT, "test"));
  writeFileSync(join(OUTPUT, "built"), "");
}

export { PACKAGES };
