/** Returns the digest of an opaque caller (docs/specification.md, section 2.11). It is FNV-1a: the form only compares
    it. */
export function digestOf(caller) {
  let digest = 0x811c9dc5;
  for (const letter of caller) digest = Math.imul(digest ^ letter.charCodeAt(), 0x1000193);
  return digest >>> 0;
}
