// Measures the form beside the same form in Lit and in plain JavaScript, in one Chromium run.
//   node bench/run.mjs [--runs N] [--dist FOLDER] [--proxy PROGRAM]
import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "./browser.mjs";
import { withContestants } from "./contestants.mjs";
import { STEPS } from "./measures.mjs";
import { checkSending } from "./measures/sending.mjs";
import { print, summarise, writeDocument, writeResults } from "./report.mjs";

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { values: flags } = parseArgs({
  options: {
    runs: { type: "string", default: "15" },
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
  command: count === 15 ? "make bench" : `make bench BENCH_FLAGS="--runs ${count}"`,
  count,
};
try {
  const runs = await withContestants(flags, (contestants) => measureAll(contestants));
  const rows = summarise(runs);
  print(rows);
  writeResults(about, rows, runs);
  writeDocument(about, rows);
} finally {
  await browser.close();
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
