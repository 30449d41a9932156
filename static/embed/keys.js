/** Stops the keys of typing, so a page's single-key shortcuts do not fire. Calls `send` for the keys that send. */
export function handleKeys(root, send) {
  for (const type of ["keydown", "keypress", "keyup"]) root.addEventListener(type, stopTyping);
  root.addEventListener("keydown", (event) => isSend(event) && send());
}

/** Ctrl+Enter and Cmd+Enter send. A key that repeats neither sends nor presses a button again. Enter that
    ends an IME composition belongs to the IME: it has key code 229 where `isComposing` is already false. */
function isSend(event) {
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return false;
  const isChord = event.ctrlKey || event.metaKey;
  if (isChord || (event.repeat && event.target.localName === "button")) event.preventDefault();
  return isChord && !event.repeat;
}

/** Stops the keys of typing, Enter, and every key of an IME composition. All other keys reach the page. */
function stopTyping(event) {
  const key = event.key ?? "";
  const isCombination = (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
  const isTyping = key.length === 1 || /^(Backspace|Delete|Arrow\w+|Dead|Process|Unidentified)$/.test(key);
  if (event.isComposing || key === "Enter" || (isTyping && !isCombination)) event.stopPropagation();
}
