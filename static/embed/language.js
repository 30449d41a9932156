/** The language of an element and its strings. The bundle step replaces the names. */
import { get } from "./fetch.js";

/** The strings of each language except English, which is part of the engine. */
const STRINGS = new Map([
  ["nl", "./strings-nl.json"],
  ["de", "./strings-de.json"],
  ["fr", "./strings-fr.json"],
  ["es", "./strings-es.json"],
  ["ar", "./strings-ar.json"],
]);
/** Apple's keyboards have another key for shortcuts. */
const isApple = /^(Mac|iP)/.test(navigator.platform);
const loaded = new Map();
const TIMEOUT_MS = 5000;
const LANG_CHANGES = { subtree: true, attributeFilter: ["lang"] };

/** Loads the strings of the current language; `null` for English, and for a language that is not available. */
export async function stringsFor(element) {
  const tag = languageOf(element);
  const strings = await loadStrings(tag);
  // The element may have been moved in the meantime.
  return tag === languageOf(element) ? strings : stringsFor(element);
}

/** Returns the strings of the first view in the current language. The bundle step inserts them for all
    languages. */
export function firstStringsFor(element) {
  const language = primaryOf(languageOf(element));
  const texts = FIRST_STRINGS.find(([lang]) => lang === language) ?? FIRST_STRINGS[0];
  return isApple ? texts.map((text) => text.replace(/Ctrl|Strg/, "⌘")) : texts;
}

/** Calls `update` when a `lang` changes around a watched element. Returns the function that watches one. */
export function watchLanguages(update) {
  const observer = new MutationObserver(update);
  observer.observe(document, LANG_CHANGES);
  return (element) => {
    for (let root = element.getRootNode(); root.host; root = root.host.getRootNode()) observer.observe(root, LANG_CHANGES);
  };
}

/** Returns the nearest `lang`, through shadow boundaries, else the browser's language. */
function languageOf(element) {
  for (let node = element; node; node = node.parentNode ?? node.host) {
    const lang = node.getAttribute?.("lang");
    if (lang) return lang;
  }
  return navigator.language;
}

/** Returns the language of a tag, without its region. */
function primaryOf(tag) {
  return tag.split(/[-_]/)[0].toLowerCase();
}

/** Loads the strings of a language tag. A region falls back to its language, and an unknown language to English. */
async function loadStrings(tag) {
  const language = primaryOf(tag);
  if (!STRINGS.has(language)) return null;
  if (!loaded.has(language)) loaded.set(language, fetchStrings(STRINGS.get(language)));
  const strings = await loaded.get(language);
  if (!strings) loaded.delete(language);
  return strings;
}

async function fetchStrings(name) {
  const response = await get(new URL(name, import.meta.url), { signal: AbortSignal.timeout(TIMEOUT_MS) });
  return (await response?.json().catch(() => null)) ?? null;
}
