/** Keys of typing stay inside the form: a page's single-key shortcuts do not fire. */
export function keepTypingIn(root) {
  for (const type of ["keydown", "keypress", "keyup"]) root.addEventListener(type, keep);
}

/** Keys of typing, those that send, and all that an IME composes with; others are the page's. */
function keep(event) {
  const key = event.key ?? "";
  const isCombination = (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
  const isTyping = key.length === 1 || /^(Backspace|Delete|Arrow\w+|Dead|Process|Unidentified)$/.test(key);
  if (event.isComposing || key === "Enter" || (isTyping && !isCombination)) event.stopPropagation();
}
