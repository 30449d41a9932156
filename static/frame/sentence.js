/** The regions of the form that show the outcome of a note on its own ticket. */
const REGIONS = { saved: ".row > [role=status]", refused: ".status > [role=alert]", unknown: ".row > [role=alert]" };

/** Returns the form's own sentence about an outcome, in the form's language, for a toast of the parent page.

    It never has words of Omnidesk: a parent page may hand it to a function that reads HTML. */
export function sentenceFor(note, outcome, ticketId) {
  const shown = note.ticketId === ticketId && shownIn(note.shadowRoot.querySelector(REGIONS[outcome]));
  if (shown) return shown;
  const lang = note.shadowRoot.querySelector("form")?.lang;
  // The bundle step inserts the sentences.
  const sentences = OUTCOME_SENTENCES.find((sentences) => sentences.lang === lang) ?? OUTCOME_SENTENCES[0];
  return sentences[outcome].replace("{}", ticketId);
}

/** Returns the sentence in a region, without a quotation of Omnidesk and without a link. */
function shownIn(region) {
  const copy = region?.cloneNode(true);
  for (const other of copy?.querySelectorAll("blockquote, a") ?? []) other.remove();
  return copy?.textContent.trim();
}
