// Builds what the end-to-end tests need beside the packages: the vendors' own programs, which judge our adapters.
// No package contains any of it.
import { build } from "esbuild";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const HOSTS = fileURLToPath(new URL(".", import.meta.url));

/** Writes the scripts into a folder. */
export async function buildTestPages(folder) {
  await build({
    entryPoints: [join(HOSTS, "node_modules/zendesk_app_framework_sdk/lib/index.js")],
    bundle: true,
    format: "iife",
    globalName: "ZAFClient",
    outfile: join(folder, "zendesk-sdk.js"),
    logLevel: "error",
  });
}
