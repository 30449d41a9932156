/** The styles of the form. The bundle step inserts form.css, form/in_use.css and form/compact.css. */
import { addSheet, sheetOf } from "./sheet.js";
import { afterShown, inTurn } from "./turns.js";

let shown;
const sheetFor = sheetOf(STYLES, (sheet) => {
  // Neither the first frame nor the request for the engine waits for the styles of a form in use.
  shown ??= afterShown().then(() => new Promise(inTurn));
  shown.then(() => sheet.insertRule(IN_USE_STYLES, sheet.cssRules.length));
});
const compactSheetFor = sheetOf(COMPACT_STYLES);

/** Applies the styles to a shadow root. */
export function applyStyles(root) {
  if (!hasWindow(root)) return;
  root.adoptedStyleSheets = [sheetFor(root)];
  applyDensity(root);
}

/** Adds the styles of a compact form if the element has that density. They do not match with another. */
export function applyDensity(root) {
  if (root.host.density === "compact" && hasWindow(root)) addSheet(root, compactSheetFor(root));
}

/** Returns whether the document of a shadow root has a window. Without one, it shows nothing. */
function hasWindow({ ownerDocument }) {
  return ownerDocument.defaultView !== null;
}
