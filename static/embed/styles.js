/** The styles of the form. The bundle step inserts form.css. */
import { sheetOf } from "./sheet.js";

const sheetFor = sheetOf(STYLES);

/** Applies the styles to a shadow root. */
export function applyStyles(root) {
  // A document without a window shows nothing.
  if (root.ownerDocument.defaultView) root.adoptedStyleSheets = [sheetFor(root)];
}
