// Measures the form beside the same form in Lit, in plain JavaScript and in Yew, in one Chromium run.
// With --more, the runs are added to those of bench/results.json, if they measured the same bundle.
//   node bench/run.mjs [--runs N] [--more] [--dist FOLDER] [--proxy PROGRAM]
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "./browser.mjs";
import { withContestants } from "./contestants.mjs";
import { STEPS } from "./measures.mjs";
import { checkSending } from "./measures/sending.mjs";
import { earlierRuns, print, summarise, writeDocument, writeResults } from "./report.mjs";

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { values: flags } = parseArgs({
  options: {
    runs: { type: "string", default: "15" },
    more: { type: "boolean", default: false },
    dist: { type: "string", default: inProject("dist") },
    proxy: { type: "string", default: inProject("target/release/ticket-note-proxy") },
  },
});
const count = Number(flags.runs);
if (!Number.isInteger(count) || count < 1) throw new Error("--runs is a whole number of at least 1");

const browser = await launch();
const about = {
  date: new Date().toISOString().slice(0, 10),
  chromium: browser.version(),
  processors: availableParallelism(),
  load: Number(loadavg()[0].toFixed(1)),
  bundle: hashOf(flags.dist),
};
try {
  const earlier = flags.more ? earlierRuns(about) : [];
  const runs = [...earlier, ...(await withContestants(flags, measureAll))];
  about.count = runs.length;
  const rows = summarise(runs);
  print(rows);
  writeResults(about, rows, runs);
  writeDocument(about, rows);
} finally {
  await browser.close();
}

/** `embed.js` names the files that it loads, and each name has the hash of its file. */
function hashOf(dist) {
  return createHash("sha256").update(readFileSync(join(dist, "embed.js"))).digest("hex").slice(0, 12);
}

/** Each step measures all contestants, one after another. The order rotates from run to run. */
async function measureAll(contestants) {
  for (const contestant of contestants) await checkSending(browser, contestant);
  const runs = [];
  for (let run = 0; run < count; run++) {
    const results = Object.fromEntries(contestants.map(({ name }) => [name, {}]));
    for (const step of STEPS) {
      for (const contestant of rotated(contestants, run)) {
        Object.assign(results[contestant.name], await step(browser, contestant));
      }
    }
    runs.push(results);
    console.error(`run ${run + 1} of ${count}`);
  }
  return runs;
}

function rotated(list, by) {
  return list.map((_, place) => list[(place + by) % list.length]);
}
