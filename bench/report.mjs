// The results as a table, as bench/results.json, and in docs/performance.md between two markers.
import { readFileSync, writeFileSync } from "node:fs";
import { MEASURES } from "./measures.mjs";
import { median, pairedRatio } from "./statistics.mjs";

const RESULTS = new URL("results.json", import.meta.url);
const DOCUMENT = new URL("../docs/performance.md", import.meta.url);
const BEGIN = "<!-- make bench: begin -->";
const END = "<!-- make bench: end -->";
const ELEMENT = "ticket-note";
const CONTESTANTS = [ELEMENT, "lit", "vanilla", "yew"];
const COMPARED = { lit: "Lit", yew: "Yew" };
const HEADINGS = [ELEMENT, "Lit", "vanilla", "Yew", "ratio to Lit", "ratio to Yew", "goal"];
const WIDTHS = [43, 12, 8, 8, 8, 24, 24, 21];
// The peers leave a few bytes or none, and have no WebAssembly.
const WITHOUT_RATIO = ["left", "wasm"];

/** Returns a row for each measure: the medians of the contestants, and the ratios of the form to two peers. */
export function summarise(runs) {
  return MEASURES.map(({ key, name, unit, digits = 0, scale = 1, goal }) => {
    const values = (contestant) => runs.map((run) => run[contestant][key] * scale);
    const medians = Object.fromEntries(CONTESTANTS.map((contestant) => [contestant, round(median(values(contestant)), digits)]));
    const compared = WITHOUT_RATIO.includes(key) ? [] : Object.keys(COMPARED);
    const ratios = Object.fromEntries(compared.map((peer) => [peer, pairedRatio(values(ELEMENT), values(peer))]));
    return { key, name, unit, medians, ratios, goal };
  });
}

export function print(rows) {
  const line = (cells) => console.log(cells.map((cell, column) => (column ? cell.padStart(WIDTHS[column]) : cell.padEnd(WIDTHS[0]))).join(""));
  line(["", ...HEADINGS]);
  for (const row of rows) line([`${row.name} (${row.unit})`, ...cellsOf(row)]);
}

function cellsOf({ medians, ratios, goal }) {
  const values = CONTESTANTS.map((name) => medians[name].toLocaleString("en-GB"));
  return [...values, ...Object.keys(COMPARED).map((peer) => ratioCell(ratios[peer])), goalCell(medians, ratios, goal)];
}

function ratioCell(paired) {
  if (!paired) return "";
  const [from, to] = paired.quartiles.map((quartile) => quartile.toFixed(2));
  return `${paired.ratio.toFixed(2)} (${from} to ${to})`;
}

function goalCell(medians, ratios, goal) {
  if (!goal) return "";
  const { value, ratio, to = "lit" } = goal;
  const isMet = ratio === undefined ? medians[ELEMENT] <= value : ratios[to].ratio <= ratio;
  const shown = ratio === undefined ? value.toLocaleString("en-GB") : `${ratio.toFixed(2)} to ${COMPARED[to]}`;
  return `${shown}: ${isMet ? "met" : "missed"}`;
}

/** Returns the runs of the last results. Fails if another browser or another bundle was measured. */
export function earlierRuns({ chromium, bundle }) {
  const { about, runs } = JSON.parse(readFileSync(RESULTS, "utf8"));
  if (about.chromium === chromium && about.bundle === bundle) return runs;
  throw new Error("bench/results.json is of another bundle or browser: measure without --more");
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

function sectionOf({ date, chromium, processors, load, count }, rows) {
  const conditions = `${date}, Chromium ${chromium}, ${processors} processors, load ${load} at the start, medians of ${count} runs`;
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const head = [line(["measure", "unit", ...HEADINGS]), "|---|---|--:|--:|--:|--:|--:|--:|--:|"];
  return [conditions, "", ...head, ...rows.map((row) => line([row.name, row.unit, ...cellsOf(row)]))].join("\n");
}

function round(value, digits) {
  return Number(value.toFixed(digits));
}
