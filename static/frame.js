/**
 * The framed page: its query carries the properties of <ticket-note>, by their names.
 */
import "./embed.js";

const PROPERTIES = ["ticketId", "userId", "type", "types", "endpoint", "maxLength", "theme", "drafts", "lang"];

const query = new URLSearchParams(location.search);
const note = document.createElement("ticket-note");

for (const name of PROPERTIES) {
  if (query.has(name)) note[name] = query.get(name);
}
note.lockType = query.has("lockType");

// The page is named and spoken in the language of the form, whatever the browser asked for.
note.addEventListener("note-change", () => {
  const form = note.shadowRoot.querySelector("form");
  document.documentElement.lang = form.lang;
  document.documentElement.dir = form.dir;
  document.title = form.ariaLabel;
  document.querySelector("h1").textContent = form.ariaLabel;
});

document.documentElement.dataset.theme = note.theme ?? "auto";
document.querySelector("main").append(note);
