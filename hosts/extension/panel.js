/** The side panel: the form with the ticket of the active tab, of a selection, or as typed. */
import { frame } from "./host.js";
import { ticketIn } from "./rules.js";
import { readSettings } from "./settings.js";
import { lang, texts } from "./texts.js";

document.documentElement.lang = lang;
document.title = texts.title;
for (const element of document.querySelectorAll("[data-text]")) element.textContent = texts[element.dataset.text];

const field = document.querySelector("#ticket");
const { id: windowId } = await chrome.windows.getCurrent();
let settings = await readSettings();
let note = null;

function show(ticketId) {
  field.value = ticketId ?? "";
  note?.set({ ticketId });
}

function build() {
  document.querySelector("#missing").hidden = settings.desk !== "";
  note?.destroy();
  note = null;
  if (settings.desk === "") return;
  note = frame(document.querySelector("#note"), { desk: settings.desk, title: texts.title, noTicket: texts.noTicket, signIn: true });
}

/** Shows the ticket of the active tab. The browser tells the address only where the user granted the site. */
async function followTab() {
  const [tab] = await chrome.tabs.query({ active: true, windowId });
  show(ticketIn(tab?.url, settings.rules));
}

/** Carries out what the user chose in the context menu of a page. */
async function obey(request) {
  if (!request || request.windowId !== windowId) return;
  await chrome.storage.session.remove("request");
  const text = request.text.trim();
  if (request.kind === "insert") note?.insert(text);
  else if (/^[1-9]\d{0,15}$/.test(text)) show(text);
}

document.querySelector("#choice").addEventListener("submit", (event) => {
  event.preventDefault();
  show(field.value.trim() || null);
});
chrome.tabs.onActivated.addListener((tab) => tab.windowId === windowId && followTab());
chrome.tabs.onUpdated.addListener((_, { url }, tab) => url && tab.active && tab.windowId === windowId && followTab());
chrome.permissions.onAdded.addListener(followTab);
chrome.storage.onChanged.addListener(async ({ desk, rules, request }) => {
  if (request?.newValue) await obey(request.newValue);
  if (!desk && !rules) return;
  settings = await readSettings();
  if (desk) build();
  await followTab();
});

build();
await followTab();
await obey((await chrome.storage.session.get("request")).request);
