/** Returns a function that returns the style sheet of these rules for a shadow root. Each document needs a sheet
    of its own. */
export function sheetOf(rules) {
  const sheets = new WeakMap();
  return ({ ownerDocument }) => {
    if (!sheets.has(ownerDocument)) {
      const sheet = new ownerDocument.defaultView.CSSStyleSheet();
      sheet.replaceSync(rules);
      sheets.set(ownerDocument, sheet);
    }
    return sheets.get(ownerDocument);
  };
}

/** Adds a sheet to those of a shadow root, unless it has it. */
export function addSheet(root, sheet) {
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}
