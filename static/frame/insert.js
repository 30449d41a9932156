/** Inserts a text of the parent page at the caret, as typing would: at once, so that it reaches the ticket that is
    shown now. It replaces no text, and its braces are not placeholders. The user can undo it. */
export function insert({ shadowRoot }, text) {
  const area = shadowRoot.querySelector("textarea");
  if (!area || area.readOnly) return;
  const typed = text.replace(/\r\n?/g, "\n");
  area.focus();
  area.selectionStart = area.selectionEnd;
  if (document.execCommand("insertText", false, typed)) return;
  area.setRangeText(typed, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
}
