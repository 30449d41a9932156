/** Puts the parts of a form above and below the text into the places of the previous ones. A control of
    these parts that has the focus keeps it. */
export function place(root, [above, below]) {
  const focused = root.activeElement?.id;
  const [previousAbove, previousBelow] = root.querySelectorAll(".rendered");
  previousAbove.replaceWith(above);
  previousBelow.replaceWith(below);
  if (root.activeElement?.id !== focused) root.getElementById(focused)?.focus({ preventScroll: true });
}
