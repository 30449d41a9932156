/**
 * What stands in the area is what a person sees, and what is to be sent, whoever wrote it there: an
 * extension may tell nobody. The form hears of it at the press that sends, in the order of things.
 */
export function tellOfSilentWritesIn(root) {
  let known = "";
  const area = () => root.querySelector("textarea");
  for (const type of ["input", "written"]) root.addEventListener(type, () => (known = area().value));
  for (const type of ["click", "submit"]) root.addEventListener(type, () => area()?.value !== known && tellOf(area()), true);
}

/** As a browser does when a person has typed. */
export function tellOf(area) {
  area?.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
