/** The draft of a ticket in the storage of the tab, which the browser may block. */
const keyOf = (element) => `ticket-note:${element.getAttribute("ticket-id")}`;

export function restoreDraft(element) {
  try {
    return sessionStorage.getItem(keyOf(element)) ?? "";
  } catch {
    return "";
  }
}

/** Saves the text, or removes the draft if the text is empty. */
export function saveDraft(element, text) {
  try {
    if (text) sessionStorage.setItem(keyOf(element), text);
    else sessionStorage.removeItem(keyOf(element));
  } catch {}
}
