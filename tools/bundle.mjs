// Trunk's post-build hook. Turns what Trunk staged and the files of static/ into the bundle of
// docs/specification.md, section 6: minified, named by content, compressed, nothing inline.
import { mkdirSync, rmSync } from "node:fs";
import { fail } from "./bundle/fail.mjs";
import { buildJavaScript } from "./bundle/javascript.mjs";
import { minify } from "./bundle/minify.mjs";
import { GLUE, WASM, buildModule } from "./bundle/module.mjs";
import { nameByContent } from "./bundle/names.mjs";
import { formStyles, packageVersion, readSources } from "./bundle/sources.mjs";
import { writeStrings } from "./bundle/strings.mjs";
import { write } from "./bundle/write.mjs";

const REQUIRED = ["embed.js", "index.html", GLUE, WASM];

const staging = process.env.TRUNK_STAGING_DIR ?? fail("TRUNK_STAGING_DIR is not set: run this by `trunk build`");
const isRelease = process.env.TRUNK_PROFILE === "release";

const constants = { ...writeStrings(staging), ...formStyles(isRelease), VERSION: packageVersion() };
const sources = new Map([...readSources(staging), ...readSources("static", constants)]);
for (const name of REQUIRED) sources.has(name) || fail(`${name} is missing`);
const built = [...buildModule(staging, isRelease), ...buildJavaScript(isRelease)];
for (const [name, content] of built) sources.set(name, content);
for (const [name, content] of sources) sources.set(name, minify(name, content, isRelease));
const bundle = nameByContent(sources);
rmSync(staging, { recursive: true });
mkdirSync(staging);
write(staging, bundle, isRelease);
