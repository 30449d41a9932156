/** Inserts a text at the caret, as typing would. The selected text stays. */
export function insert(note, text) {
  if (typeof note.insert === "function") return note.insert(text);
  const area = note.shadowRoot.querySelector("textarea");
  if (!area || area.readOnly) return;
  area.setRangeText(text, area.selectionEnd, area.selectionEnd, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, inputType: "insertText", data: text }));
}
