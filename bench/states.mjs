// Shows the form in each state and writes the pictures to target/states/: at 320, 360 and 1200 px, light, dark, in
// Arabic, in German, and compact. Writes one sheet of them, docs/images/states.png. Checks each picture's forms
// with axe, and fails if it finds anything.
//   node bench/states.mjs [--dist FOLDER] [--proxy PROGRAM]
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "./browser.mjs";
import { withContestants } from "./contestants.mjs";

const SOME = "draft,saved,refused,rate limit,unknown,another note,team,sign in,window blocked,signed in";
/** The views: a query, and whether the sheet has it. */
const VIEWS = [
  { name: "light-320", width: 320, theme: "light", states: `empty,problems,sending,${SOME}`, isInSheet: true },
  { name: "dark-320", width: 320, theme: "dark", states: `empty,problems,sending,${SOME}`, isInSheet: true },
  { name: "arabic-360", width: 360, theme: "light", lang: "ar", states: SOME, isInSheet: true },
  { name: "german-320", width: 320, theme: "light", lang: "de", states: SOME, isInSheet: true },
  { name: "compact-320", width: 320, theme: "light", density: "compact", states: SOME, isInSheet: true },
  { name: "compact-dark-360", width: 360, theme: "dark", density: "compact" },
  { name: "light-1200", width: 1200, theme: "light", states: "saved,unknown", isInSheet: true },
  { name: "all-light-320", width: 320, theme: "light" },
  { name: "all-dark-320", width: 320, theme: "dark" },
  { name: "all-arabic-320", width: 320, theme: "dark", lang: "ar" },
  { name: "all-german-360", width: 360, theme: "light", lang: "de" },
];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// The page of the pictures has no heading and no landmarks.
const OF_THE_PAGE = ["page-has-heading-one", "region"];

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { values: flags } = parseArgs({
  options: {
    dist: { type: "string", default: inProject("dist") },
    proxy: { type: "string", default: inProject("target/release/ticket-note-proxy") },
  },
});
const folder = inProject("target/states");
mkdirSync(folder, { recursive: true });
const browser = await launch();
try {
  await withContestants({ ...flags, names: ["ticket-note"] }, ([{ url }]) => takeAll(url));
  await writeSheet();
} finally {
  await browser.close();
}

async function takeAll(origin) {
  for (const view of VIEWS) {
    const context = await browser.newContext({ viewport: { width: 10 * (view.width + 16) + 32, height: 900 }, bypassCSP: true });
    const page = await context.newPage();
    for (const [name, type] of [["html", "text/html"], ["js", "text/javascript"]]) {
      await page.route(`**/states.${name}**`, (route) => route.fulfill({ contentType: type, body: readFileSync(inProject(`bench/states/page.${name}`)) }));
    }
    const { name, isInSheet, ...query } = view;
    await page.goto(`${origin}/states.html?${new URLSearchParams(query)}`);
    await page.waitForSelector("[data-done]", { state: "attached" });
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true, clip: await page.evaluate(bounds) });
    await audit(page, name);
    await context.close();
  }
}

/** Returns the part of the page that has forms. */
function bounds() {
  const boxes = [...document.querySelectorAll("figure")].map((figure) => figure.getBoundingClientRect());
  return { x: 0, y: 0, width: Math.max(...boxes.map(({ right }) => right)) + 16, height: Math.max(...boxes.map(({ bottom }) => bottom)) + 16 };
}

async function audit(page, name) {
  await page.addScriptTag({ path: inProject("tools/node_modules/axe-core/axe.min.js") });
  const found = await page.evaluate(async (rules) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120)).join(" ; ")]);
  }, RULES);
  for (const [id, nodes] of found.filter(([id]) => !OF_THE_PAGE.includes(id))) {
    console.error(`${name}: ${id}: ${nodes}`);
    process.exitCode = 1;
  }
}

async function writeSheet() {
  const page = await browser.newPage({ viewport: { width: 2544, height: 900 } });
  const image = ({ name }) => `<img src="data:image/png;base64,${readFileSync(`${folder}/${name}.png`).toString("base64")}">`;
  const style = "body{margin:0}img{display:block;zoom:0.75}";
  await page.setContent(`<style>${style}</style>${VIEWS.filter(({ isInSheet }) => isInSheet).map(image).join("")}`);
  const path = inProject("docs/images/states.png");
  await page.screenshot({ path, fullPage: true });
  console.log(path);
}
