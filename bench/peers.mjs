// Builds the peers: each becomes a folder with an `embed.js` that defines its own <ticket-note>.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { WASM_OPT } from "../tools/bundle/module.mjs";

const { buildSync } = createRequire(new URL("../tools/package.json", import.meta.url))("esbuild");
const PEERS = fileURLToPath(new URL("peers/", import.meta.url));
const TARGET = fileURLToPath(new URL("../target/yew-peer/", import.meta.url));
const WASM = "form_bg.wasm";

/** Builds a peer into a folder. The peer in Yew has a module, which is built first. */
export function buildPeer(name, folder) {
  const alias = name === "yew" ? { form: buildYewModule(folder) } : {};
  buildSync({
    entryPoints: [join(PEERS, name, "main.js")],
    outfile: join(folder, "embed.js"),
    alias,
    bundle: true,
    minify: true,
    format: "esm",
    charset: "utf8",
    legalComments: "none",
  });
  compress(folder, "embed.js");
}

/** Builds as most projects do: for size, with `wasm-opt -Oz`. Returns the path of the glue. */
function buildYewModule(folder) {
  // The output of these programs is not part of the results.
  const run = (program, ...parts) => execFileSync(program, parts, { stdio: ["ignore", process.stderr, "inherit"] });
  const manifest = join(PEERS, "yew/Cargo.toml");
  run("cargo", "build", "--locked", "--release", "--target", "wasm32-unknown-unknown", "--target-dir", TARGET, "--manifest-path", manifest);
  const built = join(TARGET, "wasm32-unknown-unknown/release/yew_peer.wasm");
  run("wasm-bindgen", "--target", "web", "--no-typescript", "--out-name", "form", "--out-dir", TARGET, built);
  run(WASM_OPT, "-Oz", join(TARGET, WASM), "-o", join(folder, WASM));
  compress(folder, WASM);
  return join(TARGET, "form.js");
}

/** Writes the brotli file that the proxy serves in place of a file. */
export function compress(folder, name) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(join(folder, `${name}.br`), brotliCompressSync(readFileSync(join(folder, name)), { params }));
}
