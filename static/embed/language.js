/** The language of an element and its strings. The bundle step replaces the URLs. */

/** The strings of each language but English, which is part of the module. */
const STRINGS = new Map([
  ["nl", new URL("./strings-nl.json", import.meta.url)],
  ["de", new URL("./strings-de.json", import.meta.url)],
  ["fr", new URL("./strings-fr.json", import.meta.url)],
  ["es", new URL("./strings-es.json", import.meta.url)],
  ["ar", new URL("./strings-ar.json", import.meta.url)],
]);
const TIMEOUT_MS = 5000;

/** The index of the failure sentences in an array of strings: `FAILURES_AT` of crates/strings. */
const FAILURES_AT = 2;

const LANG_CHANGES = { subtree: true, attributeFilter: ["lang"] };

const loaded = new Map();

/** The language of one element. */
export class Language {
  /** The strings; `null` for English, and for a language that is not available. */
  strings = null;
  #element;

  constructor(element) {
    this.#element = element;
  }

  /** Loads the strings of the current language. Returns whether they changed. */
  async update() {
    const tag = languageOf(this.#element);
    const strings = await loadStrings(tag);
    // The element may have been moved in the meantime.
    if (tag !== languageOf(this.#element) || strings === this.strings) return false;
    this.strings = strings;
    return true;
  }
}

/** Returns the sentences for a form that cannot run, and for one that has stopped. */
export function failureSentences(strings) {
  // The bundle step inserts the English sentences of crates/strings.
  return strings?.slice(FAILURES_AT) ?? FAILURE_SENTENCES;
}

/** Calls `update` when a `lang` changes in the document, or in a shadow root around a watched element.
    Returns the function that watches an element. */
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

/** Loads the strings of a language tag. A region falls back to its language, and an unknown language to English. */
async function loadStrings(tag) {
  const language = tag.split(/[-_]/)[0].toLowerCase();
  if (!STRINGS.has(language)) return null;
  if (!loaded.has(language)) loaded.set(language, fetchStrings(STRINGS.get(language)));
  const strings = await loaded.get(language);
  if (!strings) loaded.delete(language);
  return strings;
}

async function fetchStrings(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
