/** The styles of the list of templates. They use the custom properties of `form.css`. */
import { addSheet, sheetOf } from "../embed/sheet.js";

const STYLES = `
.ticket-note { container-type: inline-size; }
.templates { grid-area: 1 / 2; place-self: center end; position: relative; line-height: 1; }
.templates > .link { min-block-size: 24px; font-size: 0.875em; text-decoration: none; }
.templates > .link:hover { text-decoration: underline; }
.popup { position: absolute; inset-block-start: calc(100% + 2px); inset-inline-end: 0; z-index: 1; inline-size: min(340px, calc(100cqi - 2 * var(--gap)));
  box-sizing: border-box; padding: 8px; border: 1px solid var(--border); border-radius: var(--radius); background: var(--surface);
  box-shadow: 0 8px 24px rgb(0 0 0 / 20%); }
.popup[hidden] { display: none; }
.popup ul { display: grid; gap: 2px; max-block-size: 12.5em; margin: 8px 0 0; padding: 0; overflow: auto; list-style: none; }
.popup li { display: grid; gap: 2px; padding: 8px; border-radius: 4px; line-height: 1.35; cursor: pointer; }
.popup li[aria-selected="true"] { background: var(--shade); box-shadow: inset 3px 0 var(--accent); }
[dir="rtl"] .popup li[aria-selected="true"] { box-shadow: inset -3px 0 var(--accent); }
.popup li span { overflow: hidden; color: var(--muted); font-size: 0.875em; text-overflow: ellipsis; white-space: nowrap; }
.popup .none { margin: 8px; color: var(--muted); font-size: 0.875em; }
.popup .none:empty { display: none; }
.field > #template-error { grid-area: auto / 1 / auto / -1; place-self: start; text-align: start; }
:host([density="compact"]) .templates { grid-area: auto / 2; place-self: start end; }
@media (forced-colors: active) { .popup li[aria-selected="true"] { outline: 2px solid Highlight; } }
`;

const sheetFor = sheetOf(STYLES);

/** Adds the styles to a shadow root. */
export function applyStyles(root) {
  addSheet(root, sheetFor(root));
}
