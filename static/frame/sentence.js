/** Returns the form's own sentence about an outcome, in the form's language, for a toast of the parent page.

    It never has words of Omnidesk: a parent page may hand it to a function that reads HTML. */
export function sentenceFor(note, outcome, ticketId) {
  const shown = outcome === "saved" ? null : shownFor(note, ticketId);
  if (shown) return shown;
  const lang = note.shadowRoot.querySelector("form")?.lang;
  // The bundle step inserts the sentences.
  const sentences = OUTCOME_SENTENCES.find((sentences) => sentences.lang === lang) ?? OUTCOME_SENTENCES[0];
  return sentences[outcome].replace("{}", ticketId);
}

/** Returns the sentence that the form shows. The first region is about its ticket. Omnidesk's words are in a
    quotation beside the paragraph. The second region has a paragraph for each other ticket. */
function shownFor(note, ticketId) {
  const [own, others] = note.shadowRoot.querySelectorAll('[part~="status"] > [role="alert"]');
  const isOwn = note.ticketId === ticketId;
  const paragraphs = [...((isOwn ? own : others)?.querySelectorAll("p") ?? [])];
  return paragraphs.map((paragraph) => paragraph.textContent.trim()).find((text) => isOwn || text.includes(ticketId));
}
