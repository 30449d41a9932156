// Prints the size of each file of the bundle, and the bytes that a first use in English transfers.
import { readFileSync, readdirSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const BUDGET = 80_000;
const GOAL = 78_000;
// An English form loads none of these.
const OTHER_LANGUAGE = /^strings-/;

const files = readdirSync("dist").filter((name) => !/\.(br|gz)$/.test(name));
const contents = new Map(files.map((name) => [name, readFileSync(`dist/${name}`)]));
const sizes = new Map([...contents].map(([name, content]) => [name, { raw: content.length, brotli: brotli(content) }]));
const firstUse = loadedBy("embed.js");

for (const name of files.sort((a, b) => sizes.get(b).brotli - sizes.get(a).brotli)) {
  line(name, sizes.get(name), firstUse.has(name) ? "first use" : "");
}
const total = { raw: sum("raw"), brotli: sum("brotli") };
line("first use", total, `of ${BUDGET} at most; the goal is ${GOAL}`);
if (total.brotli > BUDGET) {
  console.error(`size: a first use transfers ${total.brotli - BUDGET} bytes more than the budget of ${BUDGET}`);
  process.exit(1);
}

function brotli(content) {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

function loadedBy(name, found = new Set([name])) {
  const text = contents.get(name).toString("latin1");
  for (const other of files) {
    if (found.has(other) || OTHER_LANGUAGE.test(other) || !text.includes(other)) continue;
    found.add(other);
    loadedBy(other, found);
  }
  return found;
}

function sum(measure) {
  return [...firstUse].reduce((all, name) => all + sizes.get(name)[measure], 0);
}

function line(name, { raw, brotli }, note) {
  console.log(`${name.padEnd(40)} ${String(raw).padStart(8)} raw ${String(brotli).padStart(8)} brotli  ${note}`.trimEnd());
}
