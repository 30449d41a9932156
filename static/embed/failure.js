import { failureSentences } from "./language.js";

const FORM_EVENTS = ["click", "input", "change", "submit", "reset", "keydown"];

/** Shows why the form cannot run, with the element's own content; after a panic, with the text. */
export function showFailure(root, cause, strings) {
  const [cannotRun, hasStopped] = failureSentences(strings);
  if (root.querySelector("form")) freeze(root, sentence(hasStopped, cause));
  else root.replaceChildren(sentence(cannotRun, cause), document.createElement("slot"));
}

/** Clears a form that has failed. */
export function emptyFailed(root) {
  const area = root.querySelector("textarea");
  if (area) area.value = "";
}

/** Keeps the text readable, and stops every event before it reaches the module. */
function freeze(root, notice) {
  for (const type of FORM_EVENTS) root.addEventListener(type, (event) => event.stopPropagation(), true);
  root.querySelector("textarea").readOnly = true;
  for (const button of root.querySelectorAll("button")) button.ariaDisabled = "true";
  root.querySelector(".status").replaceChildren(notice);
}

function sentence(text, cause) {
  const sentence = document.createElement("p");
  sentence.role = "alert";
  sentence.className = "notice";
  sentence.dir = "auto";
  sentence.textContent = `${text} (${cause})`;
  return sentence;
}
