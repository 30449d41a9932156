/** Makes the area as high as its text, in browsers whose style sheets cannot (`field-sizing`). */
export function fitHeightIn(root) {
  if (CSS.supports("field-sizing: content")) return;
  for (const type of ["input", "written"]) root.addEventListener(type, () => fit(root.querySelector("textarea")));
}

/** Up to the style sheet's limit. */
function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}
