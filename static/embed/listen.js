/** Listens to the controls of a form. These listeners serve before and after the module is loaded. */
import { handleKeys } from "./keys.js";

/** Calls `follow` after the user changed a control, `press` after a click on a button, `send` and `clear` if a key, the browser
    or an extension sends or resets the form. */
export function listen(root, { follow, press, send, clear }) {
  handleKeys(root, send);
  // A script or an extension may dispatch one of them only.
  for (const name of ["input", "change"]) root.addEventListener(name, follow);
  root.addEventListener("click", ({ target }) => target.localName === "button" && press());
  for (const [name, act] of [["submit", send], ["reset", clear]]) {
    root.addEventListener(name, (event) => {
      event.preventDefault();
      act();
    });
  }
}
