/** Returns the control that needs input first: the list while no type is chosen, else the text. */
export function firstEmpty(root) {
  const list = root.querySelector("select");
  return list?.value === "" && !list.disabled ? list : root.querySelector("textarea");
}

/** Makes a dialog that opens focus that control: it prefers one with `autofocus`. */
export function guideFocus(root) {
  const first = firstEmpty(root);
  for (const control of root.querySelectorAll(".control")) control.toggleAttribute("autofocus", control === first);
}
