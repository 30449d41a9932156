/** Reads the query of the framed page (docs/specification.md, section 5.1). */

/** The parameters that the page reads beside the properties of the element. */
const LINK = ["parentOrigin", "getToken"];

/** For each host that adds parameters of its own to the query: our names, and the names that the host uses for them.
    The page reads no other parameter, because it could be one of the host. */
const HOSTS = new Map([
  // Dynamics 365 adds `type`, `typename`, `id`, `orgname`, `userlcid` and `orglcid`.
  ["dynamics", {
    type: "noteType",
    ...unchanged("ticketId", "userId", "types", "lockType", "customerTypes", "ticketUrl", "heading", "density", "lang", "theme"),
    ...unchanged("endpoint", "maxLength", "drafts", "signIn", "storageAccess", "parentOrigin", "getToken"),
  }],
]);

/** Returns the values of the properties, the origin of the parent page, and whether it supplies tokens. */
export function readQuery(search, properties) {
  const query = new URLSearchParams(search);
  const names = namesFor(query.get("host"), properties);
  const valueOf = (ours) => (Object.hasOwn(names, ours) ? query.get(names[ours]) : null);
  return {
    values: Object.fromEntries(properties.map((property) => [property, valueOf(property)]).filter(([, value]) => value !== null)),
    parentOrigin: originOf(valueOf("parentOrigin")),
    suppliesTokens: valueOf("getToken") !== null,
  };
}

/** Returns no name for an unknown host. */
function namesFor(host, properties) {
  if (host === null) return unchanged(...properties, ...LINK);
  if (!HOSTS.has(host)) console.warn(`ticket-note: host is unknown: ${host}`);
  return HOSTS.get(host) ?? {};
}

function unchanged(...names) {
  return Object.fromEntries(names.map((name) => [name, name]));
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
