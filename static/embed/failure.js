/** The index of the failure sentences in an array of strings: `FAILURES_AT` of crates/strings. */
const FAILURES_AT = 2;

const FORM_EVENTS = ["click", "input", "change", "submit", "reset", "keydown"];

/** Shows why the form cannot run, with the element's own content or the text, and dispatches the events. */
export function showFailure(element, root, cause, strings) {
  // The bundle step inserts the English sentences of crates/strings.
  const [cannotRun, hasStopped] = strings?.slice(FAILURES_AT) ?? FAILURE_SENTENCES;
  if (root.querySelector("form")) freeze(root, sentence(hasStopped, cause));
  else root.replaceChildren(sentence(cannotRun, cause), document.createElement("slot"));
  for (const [name, detail] of [["note-change", { state: "failed" }], ["note-failed", { cause }]]) {
    element.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

/** Keeps the text readable, and stops every event before it reaches the module. */
function freeze(root, notice) {
  for (const type of FORM_EVENTS) root.addEventListener(type, (event) => event.stopPropagation(), true);
  root.querySelector("textarea").readOnly = true;
  for (const button of root.querySelectorAll("button")) button.ariaDisabled = "true";
  root.querySelector(".status").replaceChildren(notice);
}

function sentence(text, cause) {
  const properties = { role: "alert", className: "notice", dir: "auto", textContent: `${text} (${cause})` };
  return Object.assign(document.createElement("p"), properties);
}
