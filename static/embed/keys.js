/** Keys of typing stay inside the form: a page's single-key shortcuts do not fire. Some keys send. */
export function handleKeys(root, send) {
  for (const type of ["keydown", "keypress", "keyup"]) root.addEventListener(type, keep);
  root.addEventListener("keydown", (event) => isToSend(event) && send());
}

/** Ctrl+Enter and Cmd+Enter send. A key that is held sends nothing, and does not press a button again;
    Enter that ends an IME composition is the IME's: key code 229 where `isComposing` is already over. */
function isToSend(event) {
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return false;
  const isChord = event.ctrlKey || event.metaKey;
  if (isChord || (event.repeat && event.target.localName === "button")) event.preventDefault();
  return isChord && !event.repeat;
}

/** Keys of typing, those that send, and all that an IME composes with; others are the page's. */
function keep(event) {
  const key = event.key ?? "";
  const isCombination = (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
  const isTyping = key.length === 1 || /^(Backspace|Delete|Arrow\w+|Dead|Process|Unidentified)$/.test(key);
  if (event.isComposing || key === "Enter" || (isTyping && !isCombination)) event.stopPropagation();
}
