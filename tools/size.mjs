// Prints the size of each file of the bundle, the bytes that a first use in English transfers, those of the
// JavaScript engine, which is loaded only where WebAssembly cannot run, and those of the script for parent
// pages.
import { readFileSync, readdirSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const FIRST_USE = { title: "first use", budget: 80_000, goal: 78_000 };
const JAVASCRIPT = { title: "JavaScript engine", budget: 101_000, goal: 96_000 };
const HOST = { title: "host.js", budget: 2_500, goal: 2_000 };
const IS_JAVASCRIPT = /^ticket-note-js-/;
// An English form in a page that can run WebAssembly loads none of these.
const NOT_FIRST = [/^strings-/, /^templates-/, /^attempts-/, /^sign-in-/, IS_JAVASCRIPT];

const files = readdirSync("dist").filter((name) => !/\.(br|gz)$/.test(name));
const contents = new Map(files.map((name) => [name, readFileSync(`dist/${name}`)]));
const sizes = new Map([...contents].map(([name, content]) => [name, { raw: content.length, brotli: brotli(content) }]));
const firstUse = loadedBy("embed.js");

for (const name of files.sort((a, b) => sizes.get(b).brotli - sizes.get(a).brotli)) {
  line(name, sizes.get(name), firstUse.has(name) ? "first use" : "");
}
const javascript = files.filter((name) => IS_JAVASCRIPT.test(name));
const results = [check(FIRST_USE, [...firstUse]), check(JAVASCRIPT, javascript), check(HOST, ["host.js"])];
if (javascript.length !== 1) results.push(problem(`the bundle has ${javascript.length} JavaScript engines`));
if (results.includes(false)) process.exit(1);

function brotli(content) {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

function loadedBy(name, found = new Set([name])) {
  const text = contents.get(name).toString("latin1");
  for (const other of files) {
    if (found.has(other) || NOT_FIRST.some((names) => names.test(other)) || !text.includes(other)) continue;
    found.add(other);
    loadedBy(other, found);
  }
  return found;
}

// Prints the sum of the files. Returns whether it is within the budget.
function check({ title, budget, goal }, names) {
  const total = { raw: sum(names, "raw"), brotli: sum(names, "brotli") };
  line(title, total, `of ${budget} at most; the goal is ${goal}`);
  return total.brotli <= budget || problem(`${title}: ${total.brotli - budget} bytes more than the budget of ${budget}`);
}

function sum(names, measure) {
  return names.reduce((all, name) => all + sizes.get(name)[measure], 0);
}

function problem(reason) {
  console.error(`size: ${reason}`);
  return false;
}

function line(name, { raw, brotli }, note) {
  console.log(`${name.padEnd(40)} ${String(raw).padStart(8)} raw ${String(brotli).padStart(8)} brotli  ${note}`.trimEnd());
}
