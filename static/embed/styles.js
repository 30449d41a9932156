/** The styles of the form. The bundle step inserts form.css. */
const sheets = new WeakMap();

/** Applies the styles to a shadow root. Each document needs a sheet of its own. */
export function applyStyles(root) {
  const { ownerDocument } = root;
  // A document without a window shows nothing.
  if (!ownerDocument.defaultView) return;
  if (!sheets.has(ownerDocument)) {
    const sheet = new ownerDocument.defaultView.CSSStyleSheet();
    sheet.replaceSync(STYLES);
    sheets.set(ownerDocument, sheet);
  }
  root.adoptedStyleSheets = [sheets.get(ownerDocument)];
}
