/** The code to copy, for the attributes that the controls set. */

export function property(attribute) {
  return attribute.replace(/-(.)/, (_, letter) => letter.toUpperCase());
}

export function query(attributes) {
  const values = Object.entries(attributes).filter(([, value]) => value !== null);
  return new URLSearchParams(values.map(([name, value]) => [property(name), value]));
}

function elementSnippet(attributes) {
  const values = Object.entries(attributes).filter(([, value]) => value !== null);
  const attributeText = values.map(([name, value]) => (value === "" ? ` ${name}` : ` ${name}="${escaped(value)}"`));
  const fallback = `<a href="/tickets/${encodeURIComponent(attributes["ticket-id"] ?? "")}">Open the ticket</a>`;
  return `<script type="module" src="/ticket-note/embed.js"></script>\n<ticket-note${attributeText.join("")}>${fallback}</ticket-note>`;
}

/** Has a fixed height: the automatic height needs a script in the parent page (docs/frames.md). */
function frameSnippet(attributes) {
  const url = `${location.origin}/ticket-note/index.html?${query(attributes)}`;
  return `<iframe title="Add a note" width="100%" height="480" frameborder="0" src="${escaped(url)}"></iframe>`;
}

function escaped(value) {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

/** Shows the code of the element and of the frame. */
export function showSnippets(attributes) {
  document.querySelector("#element-snippet").textContent = elementSnippet(attributes);
  document.querySelector("#frame-snippet").textContent = frameSnippet(attributes);
}

export async function copy(id) {
  const code = document.getElementById(id);
  const status = document.querySelector("#copied");
  try {
    await navigator.clipboard.writeText(code.textContent);
    status.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(code);
    status.textContent = "The text is selected. Press Ctrl+C or Cmd+C to copy it.";
  }
}
