/** Listens to the controls of a form. The listeners work before and after the hand-over. */
import { handleKeys } from "./keys.js";

/** Calls `follow` after the user changes a control, and `press` after a click on a button. Calls `send` or
    `clear` if a key, the browser or an extension submits or resets the form. */
export function listen(root, { follow, press, send, clear }) {
  handleKeys(root, send);
  // A script or an extension may dispatch only one of them.
  for (const name of ["input", "change"]) root.addEventListener(name, follow);
  root.addEventListener("click", ({ target, detail }) => target.localName === "button" && press(target.id, detail));
  for (const [name, act] of [["submit", send], ["reset", clear]]) {
    root.addEventListener(name, (event) => {
      event.preventDefault();
      act();
    });
  }
}
