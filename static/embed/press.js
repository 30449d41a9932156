/** Waits until the user releases a pressed control. If the control were replaced before that, the browser
    would not dispatch a click. */
const ENDS = ["pointerup", "keyup"];
/** A press that is cancelled, or that ends in another window, dispatches none of these events. */
const LONGEST_MS = 1000;

export class Press {
  /** Resolves once no control is pressed. */
  over = Promise.resolve();

  constructor(root) {
    for (const type of ["pointerdown", "keydown"]) {
      root.addEventListener(type, ({ target }) => target.localName !== "textarea" && this.#begin());
    }
  }

  #begin() {
    this.over = new Promise((resolve) => {
      // The browser dispatches the click in the same task.
      const end = () => setTimeout(resolve);
      for (const type of ENDS) window.addEventListener(type, end, { capture: true, once: true });
      setTimeout(end, LONGEST_MS);
    });
  }
}
