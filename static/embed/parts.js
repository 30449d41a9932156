/** Replaces the parts of a form above and below the text. If a control in them has the focus, its replacement
    gets the focus. */
export function place(root, [above, below]) {
  const focused = root.activeElement?.id;
  const [previousAbove, previousBelow] = root.querySelectorAll(".rendered");
  previousAbove.replaceWith(above);
  previousBelow.replaceWith(below);
  if (root.activeElement?.id !== focused) root.getElementById(focused)?.focus({ preventScroll: true });
}
