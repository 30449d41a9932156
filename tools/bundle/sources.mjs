import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { fail } from "./fail.mjs";

// Returns the files of a folder by name. The bundle is flat: a subfolder `embed/` holds the parts of
// `embed.js`, which become one script. The scripts of the bundle refer to each other by name. `constants` are
// the values of free identifiers in scripts.
export function readSources(folder, constants = {}) {
  const entries = readdirSync(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  const partedScripts = entries.filter((entry) => entry.isDirectory()).map((entry) => `${entry.name}.js`);
  for (const script of partedScripts) {
    files.includes(script) || fail(`${folder} has a folder for the parts of ${script}, but no ${script}`);
  }
  const others = files.filter((name) => name.endsWith(".js")).map((name) => `./${name}`);
  return files.map((name) => {
    const path = join(folder, name);
    return [name, partedScripts.includes(name) ? joinParts(path, constants, others) : readFileSync(path)];
  });
}

// Returns the version of the packages in the workspace.
export function packageVersion() {
  const [, workspace] = readFileSync("Cargo.toml", "utf8").split("[workspace.package]");
  return workspace?.match(/^version = "(.+)"$/m)?.[1] ?? fail("Cargo.toml has no version of the workspace's packages");
}

// Returns the style sheets of the form, which are part of `embed.js`, as constants.
export function formStyles(isRelease) {
  return {
    STYLES: sheet("form.css", isRelease),
    // One rule, so that one call adds it.
    IN_USE_STYLES: `@media all{${sheet("form/in_use.css", isRelease)}}`,
    COMPACT_STYLES: sheet("form/compact.css", isRelease),
  };
}

function sheet(name, isRelease) {
  const options = { bundle: true, minify: isRelease, legalComments: "none", charset: "utf8", write: false };
  const { text } = buildSync({ entryPoints: [`static/embed/${name}`], ...options }).outputFiles[0];
  // esbuild keeps the spaces in the values of custom properties, and ends with a new line.
  return isRelease ? text.replace(/(?<=[:,]) |\n/g, "") : text;
}

function joinParts(script, constants, external) {
  const define = Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]));
  const { outputFiles } = buildSync({
    entryPoints: [script],
    bundle: true,
    format: "esm",
    charset: "utf8",
    define,
    external,
    write: false,
  });
  return outputFiles[0].text;
}
