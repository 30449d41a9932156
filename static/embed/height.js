let isFitted;

/** Fits the height of the text area to its text, up to the limit of the style sheet, in browsers without the
    CSS property `field-sizing`. */
export function fitHeight(root) {
  isFitted ??= CSS.supports("field-sizing: content");
  const area = root.querySelector("textarea");
  if (isFitted || !area) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}
