// Runs Lighthouse on the framed page of the sandbox, with its throttling for mobile devices. Prints the
// medians of the categories and the audits that cost points. Fails if a median is under its goal.
//   node bench/lighthouse.mjs [--runs N] [--dist FOLDER] [--proxy PROGRAM]
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import lighthouse from "lighthouse";
import { launch } from "./browser.mjs";
import { withContestants } from "./contestants.mjs";
import { median } from "./statistics.mjs";

const GOALS = { performance: 0.97, accessibility: 1, "best-practices": 1, seo: 1 };
const METRICS = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "speed-index",
  "total-blocking-time",
  "cumulative-layout-shift",
];
const ATTEMPTS = 3;
// Playwright switches the back-forward cache off.
const SKIPPED = ["bf-cache"];
const PAGE = "index.html?ticketId=858462&userId=254&type=calllog";

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { values: flags } = parseArgs({
  options: {
    runs: { type: "string", default: "5" },
    dist: { type: "string", default: inProject("dist") },
    proxy: { type: "string", default: inProject("target/release/ticket-note-proxy") },
  },
});
const count = Number(flags.runs);
if (!Number.isInteger(count) || count < 1) throw new Error("--runs is a whole number of at least 1");

const reports = await withContestants({ ...flags, names: ["ticket-note"] }, async ([{ url }]) => {
  const done = [];
  while (done.length < count) done.push(await audit(`${url}/${PAGE}`));
  return done;
});
print();

/** Returns Lighthouse's report. A trace can lose its beginning on a busy machine: then it is taken again. */
async function audit(url) {
  for (let attempt = 1; ; attempt++) {
    const report = await auditOnce(url);
    if (!report.runtimeError) return report;
    if (attempt === ATTEMPTS) throw new Error(report.runtimeError.message);
    console.error(`again: ${report.runtimeError.code}`);
  }
}

/** Each run has a browser of its own, with an empty cache. */
async function auditOnce(url) {
  const port = await freePort();
  const browser = await launch(port);
  try {
    const { lhr } = await lighthouse(url, { port, logLevel: "error", onlyCategories: Object.keys(GOALS), skipAudits: SKIPPED });
    return lhr;
  } finally {
    await browser.close();
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function print() {
  console.log(`Lighthouse ${reports[0].lighthouseVersion}, ${reports[0].finalDisplayedUrl}, medians of ${count} runs`);
  for (const [category, goal] of Object.entries(GOALS)) {
    const scores = reports.map(({ categories }) => categories[category].score);
    const score = median(scores);
    const isMet = score >= goal;
    if (!isMet) process.exitCode = 1;
    console.log(`${category.padEnd(28)}${score.toFixed(2)}  goal ${goal.toFixed(2)}: ${isMet ? "met" : "missed"}  (${scores.join(" ")})`);
  }
  for (const metric of METRICS) {
    const values = reports.map(({ audits }) => audits[metric].numericValue);
    console.log(`${metric.padEnd(28)}${median(values).toFixed(2)}  (${values.map((value) => value.toFixed(2)).join(" ")})`);
  }
  for (const category of Object.keys(GOALS)) printLosses(category);
}

/** Prints what cost points in the last run. */
function printLosses(category) {
  const { audits, categories } = reports.at(-1);
  for (const { id, weight } of categories[category].auditRefs) {
    const { title, score, displayValue = "", details } = audits[id];
    if (score === null || score >= 0.995 || (weight === 0 && category !== "performance")) continue;
    console.log(`\n${category}: ${id}, score ${score}, weight ${weight}: ${title} ${displayValue}`);
    for (const item of details?.items?.slice(0, 10) ?? []) console.log(`  ${describe(item)}`);
  }
}

function describe(item) {
  const text = JSON.stringify(item, (_, value) => value?.snippet ?? value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
