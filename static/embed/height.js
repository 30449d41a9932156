/** Fits the height of the text area to its text, up to the limit of the style sheet, in browsers without the
    CSS property `field-sizing`. */
export function fitHeight(root) {
  const area = root.querySelector("textarea");
  if (CSS.supports("field-sizing: content") || !area) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}
