// The release bundle and its peers. Each has a folder with its files and the pages, and a release proxy
// of its own that serves the folder. So all have the same headers, cache rules and compression.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const { buildSync } = createRequire(new URL("../tools/package.json", import.meta.url))("esbuild");
const ELEMENT = "ticket-note";
const PEERS = ["lit", "vanilla"];
const HERE = fileURLToPath(new URL(".", import.meta.url));

/** Starts all contestants, calls `act` with them, and stops their proxies. */
export async function withContestants({ dist, proxy }, act) {
  const root = mkdtempSync(join(tmpdir(), "ticket-note-bench-"));
  const children = [];
  try {
    const contestants = [];
    for (const name of [ELEMENT, ...PEERS]) {
      const folder = join(root, name);
      if (name === ELEMENT) cpSync(dist, folder, { recursive: true });
      else buildPeer(name, folder);
      addPages(folder);
      const child = spawn(proxy, ["--sandbox", "--listen", "127.0.0.1:0", "--dist", folder], { env: {} });
      children.push(child);
      contestants.push({ name, isModule: name === ELEMENT, url: await addressOf(child) });
    }
    return await act(contestants);
  } finally {
    for (const child of children) child.kill();
    rmSync(root, { recursive: true });
  }
}

function buildPeer(name, folder) {
  buildSync({
    entryPoints: [join(HERE, "peers", name, "main.js")],
    outfile: join(folder, "embed.js"),
    bundle: true,
    minify: true,
    format: "esm",
    charset: "utf8",
    legalComments: "none",
  });
  compress(folder, "embed.js");
  // The proxy takes a folder for a bundle only if it has this file.
  writeFileSync(join(folder, "index.html"), "");
}

function addPages(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(join(HERE, "pages"))) {
    cpSync(join(HERE, "pages", name), join(folder, name));
    compress(folder, name);
  }
}

function compress(folder, name) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(join(folder, `${name}.br`), brotliCompressSync(readFileSync(join(folder, name)), { params }));
}

/** Resolves to the address that the proxy prints when it listens. */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk) => {
      output += chunk;
      const address = output.match(/^listening on (\S+)$/m);
      if (address) resolve(address[1]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", reject);
    child.on("exit", () => reject(new Error(`the proxy stopped: ${output}`)));
  });
}
