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

// The page looks like the form in it, and reads in its language.
document.documentElement.dataset.theme = query.get("theme") ?? "auto";
document.documentElement.lang = query.get("lang") || navigator.language;
document.querySelector("main").append(note);
