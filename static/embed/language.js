/** The language in force at an element, and its strings. URLs are as in the bundle. */

/** The strings of each language but English, whose the form has in itself. */
const STRINGS = new Map([
  ["nl", new URL("./strings-nl.json", import.meta.url)],
  ["de", new URL("./strings-de.json", import.meta.url)],
  ["fr", new URL("./strings-fr.json", import.meta.url)],
  ["es", new URL("./strings-es.json", import.meta.url)],
  ["ar", new URL("./strings-ar.json", import.meta.url)],
]);
const PATIENCE_MS = 5000;

/** What a person reads where the form cannot run, or runs no more; in a list of strings, its place. */
const FAILURES = ["The note form cannot run here.", "The form has stopped. Your text is still here: copy it, then reload the page."];
const FAILURES_AT = 2;

const LANG_ATTRIBUTES = { subtree: true, attributeFilter: ["lang"] };

const loaded = new Map();

/** The nearest `lang`, through shadow boundaries, else the browser's. */
export function languageOf(element) {
  for (let node = element; node; node = node.parentNode ?? node.host) {
    const lang = node.getAttribute?.("lang");
    if (lang) return lang;
  }
  return navigator.language;
}

/** The strings for a language tag: `null` for English, and for a language that is not to be had. */
export async function loadStrings(tag) {
  // A region falls back to its language, and a language that is not there to English.
  const language = tag.split(/[-_]/)[0].toLowerCase();
  if (!STRINGS.has(language)) return null;
  if (!loaded.has(language)) loaded.set(language, fetchStrings(STRINGS.get(language)));
  const strings = await loaded.get(language);
  if (!strings) loaded.delete(language);
  return strings;
}

/** What is said where the form cannot run, and where it has stopped. */
export function failuresIn(strings) {
  return strings?.slice(FAILURES_AT) ?? FAILURES;
}

/** Calls `tell` when a `lang` in the document changes; what it gives watches the shadow roots around an
    element, too. */
export function watchLanguage(tell) {
  const observer = new MutationObserver(tell);
  observer.observe(document, LANG_ATTRIBUTES);
  return (element) => {
    for (let root = element.getRootNode(); root.host; root = root.host.getRootNode()) observer.observe(root, LANG_ATTRIBUTES);
  };
}

async function fetchStrings(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
