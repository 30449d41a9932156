// Builds what the end-to-end tests need beside the packages: the vendors' own programs, which judge our adapters.
// No package contains any of it.
import { writeFileSync } from "node:fs";
import { build } from "esbuild";
import { lwcPlugin } from "./salesforce.mjs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const stub = (name) => fileURLToPath(new URL(`test/stubs/${name}.js`, import.meta.url));
const SALESFORCE = {
  "lightning/uiRecordApi": stub("ui_record_api"),
  "lightning/platformShowToastEvent": stub("toast"),
  "@salesforce/i18n/lang": stub("lang"),
};
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
  await build({
    entryPoints: [join(HOSTS, "test/stubs/salesforce_page.js")],
    bundle: true,
    format: "iife",
    define: { "process.env.NODE_ENV": '"development"' },
    outfile: join(folder, "salesforce-app.js"),
    plugins: [lwcPlugin(SALESFORCE)],
    logLevel: "error",
  });
  writeFileSync(join(folder, "hubspot-card.js"), await hubspotCard());
}

/** Returns a script with what the card for HubSpot shows for each record and language. */
async function hubspotCard() {
  // The card is built from the package, which is written before.
  const { outcomeOf } = await import("./card.mjs");
  const outcomes = {};
  for (const [record, ticketId] of Object.entries({ a: "858462", b: "858463", none: "" })) {
    for (const lang of ["en-US", "nl", "nl-NL", "de", "xx"]) outcomes[`${record} ${lang}`] = await outcomeOf(ticketId, lang);
  }
  return `window.card = ${JSON.stringify(outcomes, null, 2)};\n`;
}
