let isFitted;

/** Fits the height to a text that the user did not type. A height that the user dragged ends. */
export function resetHeight(root) {
  root.querySelector("textarea").style.height = "";
  fitHeight(root);
}

/** Fits the height of the text area to its text, up to the limit of the style sheet, in browsers without the
    CSS property `field-sizing`. */
export function fitHeight(root) {
  const area = root.querySelector("textarea");
  if (!area) return;
  // `CSS.supports` would delay the first frame.
  isFitted ??= "fieldSizing" in area.style;
  if (isFitted) return;
  area.style.height = "0";
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}
