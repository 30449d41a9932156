// Plays ten notes on six tickets by keyboard, as an agent would, in a form of 360 px. Prints for each note how
// many keys the agent pressed besides the text, how often the button or the end of the form moved, and how
// many problems were shown although nothing was wrong. Fails over the goals.
//   node bench/session.mjs [--dist FOLDER] [--proxy PROGRAM] [--no-goals]
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "./browser.mjs";
import { withContestants } from "./contestants.mjs";

/** The tickets of the ten notes. */
const TICKETS = [201, 202, 203, 203, 204, 201, 205, 205, 206, 202];
const TEXT = "Called back, all done.";
const WIDTH = 360;
const DELAY_MS = 150;
/** Of all notes after the first one, which also chooses the type. */
const GOALS = { keys: 1, moves: 0, problems: 0 };

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { values: flags } = parseArgs({
  options: {
    dist: { type: "string", default: inProject("dist") },
    proxy: { type: "string", default: inProject("target/release/ticket-note-proxy") },
    "no-goals": { type: "boolean", default: false },
  },
});

const browser = await launch();
try {
  print(await withContestants({ ...flags, names: ["ticket-note"] }, ([{ url }]) => play(url)));
} finally {
  await browser.close();
}

async function play(origin) {
  const page = await open(origin);
  const notes = [];
  for (const ticket of TICKETS) notes.push(await addNote(page, ticket));
  const stored = await (await fetch(`${origin}/sandbox/notes`)).json();
  if (stored.length !== TICKETS.length) throw new Error(`the sandbox has ${stored.length} notes`);
  return notes;
}

/** Opens a page with one form. */
async function open(origin) {
  await fetch(`${origin}/sandbox/behaviour`, {
    method: "PUT",
    headers: { "Content-Type": "application/json", Origin: origin },
    body: JSON.stringify({ delayMs: DELAY_MS, fault: "none" }),
  });
  const page = await browser.newPage({ viewport: { width: 420, height: 700 } });
  await page.route("**/session.html", (route) => route.fulfill({ contentType: "text/html", body: pageWithForm() }));
  await page.goto(`${origin}/session.html`);
  await page.waitForFunction(() => document.querySelector("ticket-note").state === "editing");
  return page;
}

function pageWithForm() {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Session</title>
<body style="margin:16px;width:${WIDTH}px"><ticket-note ticket-id="1" user-id="254" types="calllog=Call,1=E-mail"></ticket-note>
<script type="module" src="/embed.js"></script></body></html>`;
}

async function addNote(page, ticket) {
  await page.evaluate(watch);
  await page.evaluate((id) => {
    const note = document.querySelector("ticket-note");
    note.ticketId = id;
    note.focus();
  }, ticket);
  let keys = 0;
  const press = async (key) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  const chooseType = async () => {
    if (!(await page.evaluate(() => document.querySelector("ticket-note").shadowRoot.activeElement.localName === "select"))) return false;
    await press("c");
    await press("Tab");
    return true;
  };
  await page.waitForTimeout(50);
  await chooseType();
  await page.keyboard.type(TEXT);
  // The draft is saved meanwhile.
  await page.waitForTimeout(450);
  await press("Control+Enter");
  await page.waitForTimeout(50);
  // A missing type stopped the send.
  if (await chooseType()) await press("Control+Enter");
  await page.waitForFunction(() => document.querySelector("ticket-note").state === "saved");
  // The agent leaves the form.
  await page.evaluate(() => document.querySelector("ticket-note").shadowRoot.activeElement?.blur());
  await page.waitForTimeout(150);
  return { ticket, keys, ...(await page.evaluate(() => window.result())) };
}

/** Watches the button, the end of the form, and the problems, in each frame. */
function watch() {
  const note = document.querySelector("ticket-note");
  const look = () => {
    const button = note.shadowRoot.querySelector("button[part=submit]").getBoundingClientRect().top;
    return `${button} ${note.getBoundingClientRect().bottom}`;
  };
  const problems = new Set();
  let [last, moves, isRunning] = [look(), 0, true];
  const step = () => {
    const now = look();
    if (now !== last) moves += 1;
    last = now;
    for (const { id, textContent } of note.shadowRoot.querySelectorAll("[part=error]")) if (textContent) problems.add(id);
    if (isRunning) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  window.result = () => {
    isRunning = false;
    return { moves, problems: problems.size };
  };
}

function print(notes) {
  console.table(notes);
  const worst = (name) => Math.max(...notes.slice(1).map((note) => note[name]));
  const total = (name) => notes.reduce((sum, note) => sum + note[name], 0);
  for (const [name, goal] of Object.entries(GOALS)) {
    console.log(`${name}: ${total(name)} in ${notes.length} notes, at most ${worst(name)} after the first (goal: ${goal})`);
    if (worst(name) > goal && !flags["no-goals"]) process.exitCode = 1;
  }
}
