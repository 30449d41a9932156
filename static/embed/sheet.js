/** Returns a function that maps a shadow root to the style sheet of these rules. It creates one sheet for each
    document, because documents cannot share one, and calls `created` with it. */
export function sheetOf(rules, created) {
  const sheets = new WeakMap();
  return ({ ownerDocument }) => {
    if (!sheets.has(ownerDocument)) {
      const sheet = new ownerDocument.defaultView.CSSStyleSheet();
      sheet.replaceSync(rules);
      sheets.set(ownerDocument, sheet);
      created?.(sheet);
    }
    return sheets.get(ownerDocument);
  };
}

/** Adds a sheet to those of a shadow root, unless the root has it already. */
export function addSheet(root, sheet) {
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}
