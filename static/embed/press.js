/** Waits for the end of a press that the user has begun on a control: if the control was replaced in between,
    the browser would dispatch no click. */
const ENDS = ["pointerup", "keyup"];
/** A press that is cancelled, or that ends in another window, has no event of its end. */
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
      // The click follows in the same task.
      const end = () => setTimeout(resolve);
      for (const type of ENDS) window.addEventListener(type, end, { capture: true, once: true });
      setTimeout(end, LONGEST_MS);
    });
  }
}
