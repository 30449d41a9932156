/** Listens to the controls of a form. The listeners work before and after the hand-over. */
import { handleKeys } from "./keys.js";

/** Calls `follow` after the user changes a control, and `press` after a click on a drawn button. Calls `send` or
    `clear` if a key, the browser or an extension submits or resets the form. */
export function listen(root, { follow, press, send, clear }) {
  handleKeys(root, send);
  // A script or an extension may dispatch only one of them.
  for (const name of ["input", "change"]) root.addEventListener(name, follow);
  // Yew listens to the buttons that it rendered.
  root.addEventListener("click", ({ target }) => target.closest(".drawn button") && press());
  for (const [name, act] of [["submit", send], ["reset", clear]]) {
    root.addEventListener(name, (event) => {
      event.preventDefault();
      act();
    });
  }
}
