/** Rules that read the ticket's number from the address of a page. */

/** Omnidesk's own pages: the last number of the path. */
export const DEFAULT_RULES = ["https://*.omnidesk.com/*/{ticket}"];

/** Returns the number that the first matching rule finds in an address, or `null`. */
export function ticketIn(address, rules) {
  for (const rule of rules) {
    const found = patternOf(rule)?.exec(address ?? "");
    if (found) return found.groups.ticket;
  }
  return null;
}

/** Returns the host permission that a rule needs, or `null` if it is not an https rule with a `{ticket}`. */
export function permissionFor(rule) {
  const host = /^https:\/\/((?:\*\.)?[a-z0-9.-]+(?::\d+)?)\//.exec(rule)?.[1];
  // A permission has no port.
  return host && patternOf(rule) ? `https://${host.replace(/:\d+$/, "")}/*` : null;
}

/** `*` stands for any characters, and `{ticket}` for a whole number of at most 16 digits. */
function patternOf(rule) {
  if (!rule.startsWith("https://") || rule.split("{ticket}").length !== 2) return null;
  const literal = (text) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^?#]*");
  const [before, after] = rule.split("{ticket}").map(literal);
  // The host ends at the first slash: no rule of one site finds a number in an address of another.
  const host = before.replace(/^https:\/\/\[\^\?#\]\*/, "https://[^/?#]*");
  return new RegExp(`^${host}(?<ticket>[1-9]\\d{0,15})(?!\\d)${after}`);
}
