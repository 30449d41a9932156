// Shows the form in each state and writes the pictures to target/states/: at 320, 360 and 1200 px, light, dark, in
// Arabic, in German, and compact. The page of the sign-in window, and the framed page whose script is forbidden, are
// there too. Writes one sheet of the forms, docs/images/states.webp. Checks each picture with two checkers, axe and
// IBM's equal access, and fails if one finds anything.
//   node bench/states.mjs [--dist FOLDER] [--proxy PROGRAM] [--sheet FILE]
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "./browser.mjs";
import { withContestants } from "./contestants.mjs";
import { audit } from "./states/audit.mjs";
import { takePages } from "./states/pages.mjs";

const SIGN_IN = "sign in,window open,window blocked,send the note,sign-in failed,unknown user,signed in,signed out,session ended,two users,another user,author known";
const SOME = `draft,saved,refused,rate limit,unknown,another note,team,${SIGN_IN}`;
const MANY = `empty,problems,sending,${SOME},locked,counter,placeholder,templates`;
/** The views: a query, and whether the sheet has it. */
const VIEWS = [
  { name: "light-320", width: 320, theme: "light", states: MANY, isInSheet: true },
  { name: "dark-320", width: 320, theme: "dark", states: MANY, isInSheet: true },
  { name: "arabic-360", width: 360, theme: "light", lang: "ar", states: SOME, isInSheet: true },
  { name: "german-320", width: 320, theme: "light", lang: "de", states: SOME, isInSheet: true },
  { name: "compact-320", width: 320, theme: "light", density: "compact", states: SOME, isInSheet: true },
  { name: "light-1200", width: 1200, theme: "light", states: "saved,refused,unknown", isInSheet: true },
  { name: "all-light-320", width: 320, theme: "light" },
  { name: "all-dark-320", width: 320, theme: "dark" },
  { name: "all-arabic-320", width: 320, theme: "dark", lang: "ar" },
  { name: "all-german-360", width: 360, theme: "light", lang: "de" },
  { name: "all-compact-320", width: 320, theme: "light", lang: "de", density: "compact" },
  { name: "all-compact-dark-360", width: 360, theme: "dark", density: "compact" },
  { name: "all-light-1200", width: 1200, theme: "light" },
  { name: "all-dark-1200", width: 1200, theme: "dark", lang: "ar", density: "compact" },
];
/** The width of a picture, and that of the sheet, in pixels. */
const PICTURE_WIDTH = 3776;
const SHEET_WIDTH = 2640;

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { values: flags } = parseArgs({
  options: {
    dist: { type: "string", default: inProject("dist") },
    proxy: { type: "string", default: inProject("target/release/ticket-note-proxy") },
    sheet: { type: "string", default: inProject("docs/images/states.webp") },
  },
});
const folder = inProject("target/states");
mkdirSync(folder, { recursive: true });
const browser = await launch();
try {
  await withContestants({ ...flags, names: ["ticket-note"], settings: ["--sandbox-sign-in"] }, async ([{ url }]) => {
    await takeAll(url);
    await takePages(browser, url, folder, report);
  });
  await writeSheet();
} finally {
  await browser.close();
}

async function takeAll(origin) {
  for (const view of VIEWS) {
    const columns = Math.min(10, Math.floor(PICTURE_WIDTH / (view.width + 16)));
    const viewport = { width: columns * (view.width + 16) + 32, height: 900 };
    const context = await browser.newContext({ viewport, bypassCSP: true });
    const page = await context.newPage();
    for (const [name, type] of [["html", "text/html"], ["js", "text/javascript"]]) {
      await page.route(`**/states.${name}**`, (route) => route.fulfill({ contentType: type, body: readFileSync(inProject(`bench/states/page.${name}`)) }));
    }
    const { name, isInSheet, ...query } = view;
    await page.goto(`${origin}/states.html?${new URLSearchParams(query)}`);
    await page.waitForSelector("[data-done]", { state: "attached" });
    // The form that has the focus may have scrolled the page.
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true, clip: await page.evaluate(bounds) });
    await report(name, page);
    await context.close();
  }
}

/** Prints the findings of the checkers, which make the program fail. */
async function report(name, page) {
  for (const finding of await audit(page)) {
    console.error(`${name}: ${finding}`);
    process.exitCode = 1;
  }
}

/** Returns the part of the page that has forms, and the list that is open. */
function bounds() {
  const lists = [...document.querySelectorAll("ticket-note")].flatMap(({ shadowRoot }) => shadowRoot.querySelector(".popup:not([hidden])") ?? []);
  const boxes = [...document.querySelectorAll("figure"), ...lists].map((shown) => shown.getBoundingClientRect());
  return { x: 0, y: 0, width: Math.max(...boxes.map(({ right }) => right)) + 16, height: Math.max(...boxes.map(({ bottom }) => bottom)) + 16 };
}

/** Writes the pictures one below the other, as WebP: it has a fifth of the bytes of a PNG. */
async function writeSheet() {
  const page = await browser.newPage();
  const sources = VIEWS.filter(({ isInSheet }) => isInSheet).map(({ name }) => `data:image/png;base64,${readFileSync(`${folder}/${name}.png`, "base64")}`);
  const data = await page.evaluate(drawSheet, { sources, width: SHEET_WIDTH });
  writeFileSync(flags.sheet, Buffer.from(data.split(",")[1], "base64"));
  console.log(flags.sheet);
}

async function drawSheet({ sources, width }) {
  const images = await Promise.all(sources.map(async (src) => {
    const image = Object.assign(new Image(), { src });
    await image.decode();
    return image;
  }));
  const scale = width / Math.max(...images.map((image) => image.width));
  const canvas = Object.assign(document.createElement("canvas"), { width, height: images.reduce((sum, image) => sum + image.height * scale, 0) });
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  let y = 0;
  for (const image of images) {
    // A picture that is narrower continues its own background.
    context.drawImage(image, 0, 0, 1, 1, 0, y, width, image.height * scale);
    context.drawImage(image, 0, y, image.width * scale, image.height * scale);
    y += image.height * scale;
  }
  return canvas.toDataURL("image/webp", 0.8);
}
