// Records cold loads on the slow line: light, dark, and in Arabic. Writes one sheet: for each load, what the
// browser showed at each step, and then every picture that it showed. Prints the times of the pictures.
//   node bench/record.mjs [--contestant NAME] [--dist FOLDER] [--proxy PROGRAM]
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch, visit } from "./browser.mjs";
import { withContestants } from "./contestants.mjs";
import { writeSheet } from "./record/sheet.mjs";

const PICTURES = 10;
const STEP_MS = 100;
const VIEWPORT = { width: 440, height: 600 };
const LOADS = [
  { name: "light", page: "record.html", colorScheme: "light" },
  { name: "dark", page: "record.html", colorScheme: "dark" },
  { name: "Arabic", page: "record-ar.html", colorScheme: "light" },
];

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { values: flags } = parseArgs({
  options: {
    contestant: { type: "string", default: "ticket-note" },
    dist: { type: "string", default: inProject("dist") },
    proxy: { type: "string", default: inProject("target/release/ticket-note-proxy") },
  },
});

const folder = inProject("target/record");
const sheet = `${folder}/${flags.contestant}.png`;
const browser = await launch();
try {
  const rows = await withContestants({ ...flags, names: [flags.contestant] }, ([contestant]) => recordAll(contestant));
  mkdirSync(folder, { recursive: true });
  await writeSheet(browser, sheet, rows);
  console.log(sheet);
} finally {
  await browser.close();
}

async function recordAll(contestant) {
  const rows = [];
  for (const load of LOADS) rows.push(...(await record(contestant, load)));
  return rows;
}

/** Records a load. Returns a row with the picture at each step, and a row with all pictures. */
async function record({ url, isModule }, { name, page, colorScheme }) {
  const options = { isSlow: true, context: { colorScheme, viewport: VIEWPORT } };
  return visit(browser, options, async (tab) => {
    const shown = await tab.record(`${url}/${page}`, async () => {
      if (isModule) name += `, taken over after ${Math.round(await tab.call("probe.firstTaken"))} ms`;
      await tab.settle(PICTURES * STEP_MS);
    });
    const all = shown.map(({ time, data }) => ({ caption: `${Math.round(time)} ms`, data }));
    const steps = Array.from({ length: PICTURES }, (_, index) => shownAt((index + 1) * STEP_MS, shown));
    console.log(`${name}\n  ${steps.map(({ caption }) => caption).join("\n  ")}`);
    console.log(`  all: ${all.map(({ caption }) => caption).join(", ")}`);
    return [{ name, pictures: steps }, { name: `${name}: all pictures`, pictures: all }];
  });
}

function shownAt(time, shown) {
  const last = shown.findLast((picture) => picture.time <= time);
  if (!last) return { caption: `${time} ms: none` };
  return { caption: `${time} ms: since ${Math.round(last.time)} ms`, data: last.data };
}
