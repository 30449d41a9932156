/** Opens the panel, and hands a selected text to it. */
import { openOnClick, openPanel } from "./opening.js";
import { texts } from "./texts.js";

const MENUS = { insert: texts.insert, ticket: texts.use };

chrome.runtime.onInstalled.addListener(async ({ reason }) => {
  for (const [id, title] of Object.entries(MENUS)) chrome.contextMenus.create({ id, title, contexts: ["selection"] });
  if (reason === "install") await chrome.runtime.openOptionsPage();
});

openOnClick();

chrome.contextMenus.onClicked.addListener(({ menuItemId, selectionText }, tab) => {
  openPanel(tab.windowId);
  const request = { kind: menuItemId, text: selectionText, windowId: tab.windowId, id: crypto.randomUUID() };
  chrome.storage.session.set({ request });
});
