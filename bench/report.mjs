// The results as a table, as bench/results.json, and in docs/performance.md between two markers.
import { readFileSync, writeFileSync } from "node:fs";
import { MEASURES } from "./measures.mjs";
import { median, pairedRatio } from "./statistics.mjs";

const RESULTS = new URL("results.json", import.meta.url);
const DOCUMENT = new URL("../docs/performance.md", import.meta.url);
const BEGIN = "<!-- make bench: begin -->";
const END = "<!-- make bench: end -->";
const CONTESTANTS = ["ticket-note", "lit", "vanilla"];
const HEADINGS = ["ticket-note", "Lit", "vanilla", "ratio to Lit", "quartiles", "goal"];
// The peers leave a few bytes or none, and have no WebAssembly.
const WITHOUT_RATIO = ["left", "wasm"];

/** Returns a row for each measure: the medians of the contestants, and the ratio of the form to Lit. */
export function summarise(runs) {
  return MEASURES.map(({ key, name, unit, digits = 0, scale = 1, goal }) => {
    const values = (contestant) => runs.map((run) => run[contestant][key] * scale);
    const medians = Object.fromEntries(CONTESTANTS.map((contestant) => [contestant, round(median(values(contestant)), digits)]));
    const { ratio, quartiles } = WITHOUT_RATIO.includes(key) ? {} : pairedRatio(values("ticket-note"), values("lit"));
    return { key, name, unit, ...medians, ratio, quartiles, goal };
  });
}

export function print(rows) {
  const line = (cells) => console.log(cells.map((cell, column) => (column ? cell.padStart(17) : cell.padEnd(44))).join(""));
  line(["", ...HEADINGS]);
  for (const row of rows) line([`${row.name} (${row.unit})`, ...cellsOf(row)]);
}

function cellsOf({ ratio, quartiles, goal, ...row }) {
  const medians = CONTESTANTS.map((name) => row[name].toLocaleString("en-GB"));
  const range = quartiles?.map((quartile) => quartile.toFixed(2)).join(" to ");
  return [...medians, ratio?.toFixed(2) ?? "", range ?? "", goalCell(row[CONTESTANTS[0]], ratio, goal)];
}

function goalCell(value, ratio, goal) {
  if (!goal) return "";
  const isMet = goal.ratio === undefined ? value <= goal.value : ratio <= goal.ratio;
  const shown = goal.ratio?.toFixed(2) ?? goal.value.toLocaleString("en-GB");
  return isMet ? `${shown} met` : `${shown} missed`;
}

export function writeResults(about, rows, runs) {
  const compact = (value, digits) => JSON.stringify(value, (_, part) => (typeof part === "number" ? round(part, digits) : part));
  const lines = runs.map((run) => compact(run, 1));
  const summary = rows.map((row) => compact(row, 3));
  const json = `{"about":${JSON.stringify(about)},\n"summary":[\n${summary.join(",\n")}\n],\n"runs":[\n${lines.join(",\n")}\n]}\n`;
  writeFileSync(RESULTS, json);
}

/** Replaces what is between the markers of the document. */
export function writeDocument(about, rows) {
  const text = readFileSync(DOCUMENT, "utf8");
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error("docs/performance.md has lost the markers of its table");
  const table = `${BEGIN}\n${sectionOf(about, rows)}\n${text.slice(end)}`;
  writeFileSync(DOCUMENT, text.slice(0, begin) + table);
}

function sectionOf({ date, chromium, processors, load, command, count }, rows) {
  const conditions = `${date}, Chromium ${chromium}, ${processors} processors, load ${load} at the start, medians of ${count} runs: \`${command}\``;
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const head = [line(["measure", "unit", ...HEADINGS]), "|---|---|--:|--:|--:|--:|--:|--:|"];
  return [conditions, "", ...head, ...rows.map((row) => line([row.name, row.unit, ...cellsOf(row)]))].join("\n");
}

function round(value, digits) {
  return Number(value.toFixed(digits));
}
