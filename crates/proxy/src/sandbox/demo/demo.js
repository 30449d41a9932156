/** The demo page: shows the sandbox's notes, and passes what is switched to it and to the widget. */

const element = document.querySelector("ticket-note");
const frame = document.querySelector("#frame");
const controls = document.querySelector("#controls");
const list = document.querySelector("#notes");

const REFRESH_MS = 1000;
let shown = "";

async function refresh() {
  const response = await fetch("/sandbox/notes").catch(() => undefined);
  if (response?.ok) show(await response.text());
}

/** Shows the notes anew only when there are others: a screen reader hears each one once. */
function show(json) {
  if (json === shown) return;
  shown = json;
  const notes = JSON.parse(json);
  list.replaceChildren(...notes.map(item));
  document.querySelector("#none").hidden = notes.length > 0;
}

function item(note) {
  const by = note.userID ? `User ${note.userID}` : "Agent Anonymous";
  const line = document.createElement("li");
  line.append(
    paragraph("by", `${by} · type ${note.type} · ticket ${note.ticketID}`),
    paragraph("text", note.message),
  );
  return line;
}

function paragraph(name, text) {
  const paragraph = document.createElement("p");
  paragraph.className = name;
  paragraph.dir = "auto";
  paragraph.textContent = text;
  return paragraph;
}

function behave() {
  const { fault, delayMs } = controls.elements;
  const body = JSON.stringify({ delayMs: Number(delayMs.value) || 0, fault: fault.value });
  return fetch("/sandbox/behaviour", { method: "PUT", headers: { "Content-Type": "application/json" }, body });
}

function configure() {
  const { theme, lang, type, lockType } = controls.elements;
  element.theme = theme.value;
  element.lang = lang.value;
  element.type = type.value || null;
  element.lockType = lockType.checked;
  document.documentElement.dataset.theme = theme.value;
  frameAs({ theme: theme.value, lang: lang.value, type: type.value, lockType: lockType.checked });
}

function frameAs({ theme, lang, type, lockType }) {
  const query = new URLSearchParams({ ticketId: element.ticketId, userId: element.userId, theme, lang });
  if (type) query.set("type", type);
  if (lockType) query.set("lockType", "");
  const address = `/index.html?${query}`;
  if (frame.getAttribute("src") !== address) frame.src = address;
}

controls.addEventListener("change", ({ target }) => {
  if (["fault", "delayMs"].includes(target.name)) behave();
  else configure();
});
document.querySelector("#empty").addEventListener("click", async () => {
  await fetch("/sandbox/notes", { method: "DELETE" });
  refresh();
});
element.addEventListener("note-saved", refresh);

controls.reset();
behave();
configure();
refresh();
setInterval(refresh, REFRESH_MS);
