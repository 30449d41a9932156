// Profiles 200 mounts of the form on loopback, until all are taken over: self time by kind of code and by
// function, and total time by function. The shipped module has no names of functions. They are taken from
// what wasm-bindgen wrote for the same bundle: `make dist` leaves it in the folder that --built names.
//   node bench/profile.mjs [--rounds N] [--dist FOLDER] [--built FOLDER] [--proxy PROGRAM] [--contestant NAME]
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch, visit } from "./browser.mjs";
import { withContestants } from "./contestants.mjs";
import { namesOf } from "./profile/names.mjs";
import { addProfile, newSums } from "./profile/times.mjs";

const FORMS = 200;
const LINES = 40;
const SAMPLED_EVERY_US = 100;
const SETTLED_AFTER_MS = 400;
const DURATIONS = ["TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration"];
const COUNTS = ["LayoutCount", "RecalcStyleCount"];

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { values: flags } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    dist: { type: "string", default: inProject("dist") },
    built: { type: "string", default: inProject("target/wasm-bindgen/release") },
    proxy: { type: "string", default: inProject("target/release/ticket-note-proxy") },
    contestant: { type: "string", default: "ticket-note" },
  },
});
const rounds = Number(flags.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds is a whole number of at least 1");

const names = flags.contestant === "ticket-note" ? namesOf(flags.dist, flags.built) : new Map();
const sums = newSums();
const results = [];
const metrics = [];
const browser = await launch();
try {
  await withContestants({ ...flags, names: [flags.contestant] }, async ([contestant]) => {
    for (let round = 0; round < rounds; round++) await profileMounts(contestant);
  });
} finally {
  await browser.close();
}
print();

async function profileMounts({ url, isModule }) {
  await visit(browser, {}, async (page) => {
    await page.open(`${url}/mount.html`);
    // The first form loads and compiles what all forms share.
    await page.call(`probe.mount(1, ${isModule})`);
    await page.call("probe.unmount()");
    await page.settle(SETTLED_AFTER_MS);
    const round = await page.profile(`probe.mount(${FORMS}, ${isModule})`, SAMPLED_EVERY_US);
    addProfile(sums, round.profile, names);
    results.push(round.result);
    metrics.push(round.metrics);
  });
}

function print() {
  const list = (key) => results.map((result) => result[key].toFixed(0)).join(", ");
  console.log(`${flags.contestant}: ${FORMS} mounts, means of ${rounds} rounds in milliseconds, under the profiler`);
  console.log(`visible and enabled after ${list("visible")}; taken over after ${list("taken")}\n`);
  const mean = (name) => metrics.reduce((sum, round) => sum + round[name], 0) / rounds;
  for (const name of DURATIONS) line(mean(name) * 1000, name);
  for (const name of COUNTS) line(mean(name), name);
  table("self time by kind of code", sums.categories);
  table("self time by function", sums.self);
  table("time by function of wasm and embed.js, with the glue and the browser's functions that it calls", sums.calling);
  table("total time by function", sums.total);
}

function table(heading, times) {
  console.log(`\n${heading}`);
  const sorted = [...times].sort(([, one], [, other]) => other - one);
  for (const [label, time] of sorted.slice(0, LINES)) line(time / rounds, label);
}

function line(time, label) {
  console.log(`${time.toFixed(1).padStart(8)}  ${label}`);
}
