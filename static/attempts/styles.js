/** The styles of the line about the ticket. They use the custom properties of `form.css`. The line is below the
    buttons, near the notice, and above the hints. */
const RULES = `
.finding { margin: 0; color: var(--text); font-weight: 500; overflow-wrap: anywhere; user-select: text; -webkit-user-select: text; }
.finding:empty { position: absolute; }
.form:has(> .finding:not(:empty)) .status { order: 1; }
.form:has(> .finding:not(:empty)) .sign-in > * { order: 2; }
`;

const sheets = new WeakMap();

/** Applies the styles to a shadow root. Each document needs a sheet of its own. */
export function applyStyles(root) {
  const { ownerDocument } = root;
  if (!sheets.has(ownerDocument)) {
    const sheet = new ownerDocument.defaultView.CSSStyleSheet();
    sheet.replaceSync(RULES);
    sheets.set(ownerDocument, sheet);
  }
  const sheet = sheets.get(ownerDocument);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}
