/** Replaces the drawn parts of a form, once no control is pressed. If a control in them has the focus, its
    replacement gets the focus. */
import { onceReleased } from "./press.js";

export function place(root, parts) {
  onceReleased(root, () => {
    const focused = root.activeElement?.id;
    root.querySelectorAll(".drawn").forEach((drawn, index) => drawn.replaceWith(parts[index]));
    if (root.activeElement?.id !== focused) root.getElementById(focused)?.focus({ preventScroll: true });
  });
}
