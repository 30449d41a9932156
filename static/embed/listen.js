/** Listens to the controls of a form. The listeners work before and after the hand-over. */
import { handleKeys } from "./keys.js";

/** The controls that get the focus of a button that disappears when it is pressed. */
const HEIRS = { "send-as-new": "send", found: "text", show: "text" };

/** Calls `follow` after the user changes a control, and `press` after a click on a button. Calls
    `send` or `clear` if a key, the browser or an extension submits or resets the form. Calls `refuse` after the
    user pastes or drops a file. */
export function listen(root, { follow, press, send, clear, refuse }) {
  handleKeys(root, send);
  // A script or an extension may dispatch only one of them.
  for (const name of ["input", "change"]) root.addEventListener(name, follow);
  root.addEventListener("click", ({ target: { id, localName }, detail }) => {
    if (localName !== "button") return;
    id === "discard" ? discard(root) : press(id, detail);
    root.getElementById(HEIRS[id])?.focus();
  });
  root.addEventListener("dragover", (event) => filesOf(event.dataTransfer) && event.preventDefault());
  for (const name of ["paste", "drop"]) {
    root.addEventListener(name, (event) => {
      if (!filesOf(event.clipboardData ?? event.dataTransfer)) return;
      event.preventDefault();
      refuse();
    });
  }
  for (const [name, act] of [["submit", send], ["reset", clear]]) {
    root.addEventListener(name, (event) => {
      event.preventDefault();
      act();
    });
  }
}

/** Returns whether only files are transferred. Spreadsheets also offer a picture of a text. */
function filesOf(transfer) {
  return transfer?.types.includes("Files") && !transfer.types.includes("text/plain");
}

/** Clears the text in a way that the user can undo. */
function discard(root) {
  const area = root.querySelector("textarea");
  area.focus();
  area.select();
  document.execCommand("delete");
}
