/** Reads the query of the framed page (docs/specification.md, section 5.1). */

/** Hosts that add parameters of their own to the query, and the names that our properties have there. A
    property that is not listed keeps its name. */
const HOSTS = new Map([
  // Dynamics 365 adds `type`, `typename`, `id`, `orgname`, `userlcid` and `orglcid`.
  ["dynamics", { type: "noteType" }],
]);

/** Returns the values of the properties, the origin of the parent page, and whether it supplies tokens. */
export function readQuery(search, properties) {
  const query = new URLSearchParams(search);
  const names = namesFor(query.get("host"));
  const given = names ? properties.filter((property) => query.has(names[property] ?? property)) : [];
  return {
    values: Object.fromEntries(given.map((property) => [property, query.get(names[property] ?? property)])),
    parentOrigin: originOf(query.get("parentOrigin")),
    suppliesTokens: query.has("getToken"),
  };
}

/** Returns `null` for an unknown host: its parameters could have the names of our properties. */
function namesFor(host) {
  if (host === null) return {};
  if (!HOSTS.has(host)) console.warn(`ticket-note: host is unknown: ${host}`);
  return HOSTS.get(host) ?? null;
}

/** Returns the origin if the text is one exactly as a browser writes it, else `null`. */
function originOf(text) {
  if (text === null) return null;
  try {
    if (new URL(text).origin === text) return text;
  } catch {
    // The text is not a URL.
  }
  console.warn(`ticket-note: parentOrigin is not an origin: ${text}`);
  return null;
}
