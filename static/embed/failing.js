import { failuresIn } from "./language.js";

const EVENTS_OF_THE_FORM = ["click", "input", "change", "submit", "reset", "keydown", "focusout"];

/** Never an empty box: the element's own content, or after a panic the text that was typed. */
export function showFailure(root, cause, strings) {
  const [cannotRun, hasStopped] = failuresIn(strings);
  if (root.querySelector("form")) freeze(root, sentence(hasStopped, cause));
  else root.replaceChildren(sentence(cannotRun, cause), document.createElement("slot"));
}

/** What was typed can be read and copied, and nothing of it reaches the module any more. */
function freeze(root, said) {
  for (const type of EVENTS_OF_THE_FORM) root.addEventListener(type, (event) => event.stopPropagation(), true);
  root.querySelector("textarea").readOnly = true;
  for (const button of root.querySelectorAll("button")) button.ariaDisabled = "true";
  root.querySelector(".status").replaceChildren(said);
}

function sentence(text, cause) {
  const sentence = document.createElement("p");
  sentence.role = "alert";
  sentence.className = "notice";
  sentence.dir = "auto";
  sentence.textContent = `${text} (${cause})`;
  return sentence;
}
