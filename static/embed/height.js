/** Fits the text area to its text, in browsers without the CSS property `field-sizing`. */
const isNeeded = !CSS.supports("field-sizing: content");

export function fitHeightOnInput(root) {
  if (isNeeded) root.addEventListener("input", () => fitHeight(root));
}

/** Fits the height, up to the limit of the style sheet. */
export function fitHeight(root) {
  const area = root.querySelector("textarea");
  if (!isNeeded || !area) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}
