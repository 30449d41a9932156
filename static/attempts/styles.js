/** The styles of the line about the ticket. They use the custom properties of `form.css`. The line is below the
    buttons, near the notice, and above the hints. */
import { addSheet, sheetOf } from "../embed/sheet.js";

const RULES = `
.finding { margin: 0; color: var(--text); font-weight: 500; overflow-wrap: anywhere; user-select: text; -webkit-user-select: text; }
.finding:empty { position: absolute; }
.form:has(> .finding:not(:empty)) .status { order: 1; }
.form:has(> .finding:not(:empty)) .sign-in > * { order: 2; }
`;

const sheetFor = sheetOf(RULES);

/** Adds the styles to a shadow root. */
export function applyStyles(root) {
  addSheet(root, sheetFor(root));
}
