/** The styles of the sign-in. */
import { addSheet, sheetOf } from "../embed/sheet.js";

const RULES = `
.sign-in { display: contents; }
.sign-in > * { grid-column: 1 / -1; margin: 0; overflow-wrap: anywhere; }
.sign-in > .say { font-size: 0.875em; font-weight: 500; }
.sign-in > .say:empty { position: absolute; }
.sign-in > [data-tone="good"] { color: var(--tone); }
.sign-in > [data-tone="bad"] {
  padding: 8px 12px;
  border: 1px solid color-mix(in oklab, var(--surface), var(--tone) 45%);
  border-radius: var(--radius);
  background: color-mix(in oklab, var(--surface), var(--tone) 9%);
}
.sign-in .address { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.sign-in .address > .control { flex: 1 1 12em; min-inline-size: 0; inline-size: auto; text-overflow: ellipsis; }
.sign-in .button { border-color: var(--border); background-color: var(--surface); color: var(--text); }
.sign-in .button:hover { background-color: var(--shade); }
.sign-in > [hidden] { display: none; }
.sign-in > .hint:not([hidden]) { display: flex; gap: 0.4em; align-items: center; }
.sign-in > .hint > span:not([hidden]) { display: flex; gap: 0.3em; min-inline-size: 0; white-space: nowrap; }
.sign-in > .hint bdi { overflow: hidden; text-overflow: ellipsis; }
.sign-in > .hint > .link { flex: none; }
/* The margin of the form is for a status without a text as its last part. */
.form:has(> .sign-in > :not([hidden], :empty)) { margin: 0; }
.sign-in .link { min-block-size: 24px; }
.author { color: var(--muted); font-weight: 400; }
@media (pointer: coarse) { .sign-in .link { min-block-size: 44px; } }
`;

const sheetFor = sheetOf(RULES);

/** Adds the styles to a shadow root. */
export function applyStyles(root) {
  addSheet(root, sheetFor(root));
}
