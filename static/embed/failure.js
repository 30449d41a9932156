/** The index of the failure sentences in an array of strings: `FAILURES_AT` of crates/strings. */
const FAILURES_AT = 2;

/** Says that the form is not ready yet, and offers to reload the page, which saves the text first. */
export function showSlowStart(root, [, , , , slow, reload]) {
  const line = document.createElement("p");
  const button = Object.assign(document.createElement("button"), { className: "link", type: "button", textContent: reload });
  button.addEventListener("click", () => location.reload());
  line.dataset.tone = "note";
  line.append(slow, " ", button);
  root.querySelector(".status [role=status]").append(line);
}

const FORM_EVENTS = ["click", "input", "change", "submit", "reset", "keydown"];

/** Shows why the form cannot run, with the user's text if there is one, and the element's own content unless
    the engine stopped. Dispatches the events. */
export function showFailure(element, root, cause, strings) {
  // The bundle step inserts the English sentences of crates/strings.
  const [cannotRun, hasStopped] = strings?.slice(FAILURES_AT) ?? FAILURE_SENTENCES;
  const isPanic = cause === "panic";
  const notice = sentence(isPanic ? hasStopped : cannotRun, cause);
  if (isPanic) stopEvents(root);
  if (isPanic || root.querySelector("textarea")?.value) freeze(root, notice);
  else root.replaceChildren(notice);
  if (!isPanic) root.append(document.createElement("slot"));
  for (const [name, detail] of [["note-change", { state: "failed" }], ["note-failed", { cause }]]) {
    element.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

/** Stops every event before it reaches the engine. */
function stopEvents(root) {
  for (const type of FORM_EVENTS) root.addEventListener(type, (event) => event.stopPropagation(), true);
}

/** Keeps the text readable. */
function freeze(root, notice) {
  root.querySelector("textarea").readOnly = true;
  // A render that is pending must not replace the parts that have the notice.
  for (const drawn of root.querySelectorAll(".drawn")) drawn.className = "rendered";
  for (const button of root.querySelectorAll("button")) button.ariaDisabled = "true";
  root.querySelector(".status").replaceChildren(notice);
}

function sentence(text, cause) {
  const properties = { role: "alert", className: "notice", dir: "auto", textContent: text, title: cause };
  return Object.assign(document.createElement("p"), properties);
}
