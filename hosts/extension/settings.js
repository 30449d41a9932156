/** The settings of the extension: the address of the desk, and the rules. An administrator can set both. */
import { DEFAULT_RULES } from "./rules.js";

/** Returns the settings. */
export async function readSettings() {
  const { desk = "", rules = DEFAULT_RULES } = await chrome.storage.local.get(["desk", "rules"]);
  return { desk, rules };
}

/** Returns the desk's address as it is stored, or `null` if it is not an https address. */
export function deskOf(text) {
  try {
    const url = new URL(text.trim());
    return url.protocol === "https:" ? url.origin + url.pathname.replace(/\/*$/, "/") : null;
  } catch {
    return null;
  }
}
