/** A short style sheet. A longer one would slow the peers down, and so flatter the form. */
export const STYLES = `
:host { display: block; }
form { display: grid; gap: 6px; }
p { margin: 0; min-height: 1lh; }
label { font-weight: 600; }
select, textarea { box-sizing: border-box; width: 100%; padding: 8px 10px; font: inherit; }
textarea { field-sizing: content; min-height: calc(4lh + 18px); max-height: 60vh; }
button { justify-self: start; padding: 8px 18px; font: inherit; }
.error { color: #b3221b; }
`;
