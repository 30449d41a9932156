// The release bundle and its peers. Each has a folder with its files and the pages, and a release proxy
// of its own that serves the folder. So all have the same headers, cache rules and compression.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPeer, compress } from "./peers.mjs";

const ELEMENT = "ticket-note";
const PEERS = ["lit", "vanilla", "yew"];
const HERE = fileURLToPath(new URL(".", import.meta.url));

export const NAMES = [ELEMENT, ...PEERS];

/** Starts the named contestants, calls `act` with them, and stops their proxies. `settings` are more flags of these. */
export async function withContestants({ dist, proxy, names = NAMES, settings = [] }, act) {
  const root = mkdtempSync(join(tmpdir(), "ticket-note-bench-"));
  const children = [];
  try {
    const contestants = [];
    for (const name of names) {
      const folder = join(root, name);
      mkdirSync(folder);
      if (name === ELEMENT) cpSync(dist, folder, { recursive: true });
      else addPeer(name, folder);
      addPages(folder);
      const child = spawn(proxy, ["--sandbox", "--listen", "127.0.0.1:0", "--dist", folder, ...settings], { env: {} });
      children.push(child);
      contestants.push({ name, isModule: name === ELEMENT, url: await addressOf(child) });
    }
    return await act(contestants);
  } finally {
    for (const child of children) child.kill();
    rmSync(root, { recursive: true });
  }
}

function addPeer(name, folder) {
  buildPeer(name, folder);
  // The proxy takes a folder for a bundle only if it has this file.
  writeFileSync(join(folder, "index.html"), "");
}

function addPages(folder) {
  for (const name of readdirSync(join(HERE, "pages"))) {
    cpSync(join(HERE, "pages", name), join(folder, name));
    compress(folder, name);
  }
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
