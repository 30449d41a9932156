/** Shows forms in each state. The query has the language, the theme, the width, the density, and the names of the
    states. The responses of the proxy are made here. */
const query = new URLSearchParams(location.search);
const own = window.fetch;
const lost = new Set();

const refusal = (status, code, message = "", headers = {}) => Response.json({ status: "error", sent: "no", code, message }, { status, headers });
const added = () => Response.json({ type: "result", message: "Message has been sent." });
const unknown = () => Response.json({}, { status: 502 });
const isLost = { ticketId: 12 };

/** The response for each ticket; a note on another ticket gets none. */
const RESPONSES = {
  5: added,
  6: () => refusal(422, "upstream_refused", "Ticket 6 is closed and cannot be changed."),
  7: () => refusal(401, "unauthenticated"),
  8: () => refusal(429, "rate_limited", "", { "Retry-After": "47" }),
  9: unknown,
  10: unknown,
  11: unknown,
  [isLost.ticketId]: unknown,
  13: added,
  20: () => refusal(401, "unauthenticated"),
  24: () => Response.json({ caller: "one user" }, { status: 502 }),
};

/** The response about the session, by the form's own address of the sign-in. */
const SESSIONS = {
  "/20/session": { signedIn: false },
  "/21/session": { signedIn: false },
  "/22/session": { signedIn: false },
  "/23/session": { signedIn: true, name: "zoe.with.a.long.name@crm.example", way: "cookie", expiresAt: null },
  "/24/session": { signedIn: true, name: "Ana", way: "cookie", expiresAt: null, caller: "another user" },
  "/25/session": { signedIn: true, name: "Zoe Martin", way: "header", expiresAt: null },
  "/28/session": { signedIn: false },
  "/29/session": { signedIn: false },
  "/30/session": { signedIn: false },
  "/31/session": { signedIn: true, name: "Ana", way: "cookie", expiresAt: null },
  "/32/session": { signedIn: true, name: "Ana", way: "cookie", expiresAt: null },
  "/33/session": { signedIn: false },
  "/34/session": { signedIn: true, name: "Ana", way: "cookie", expiresAt: null },
  "/35/session": { code: "two_identities" },
};
/** The session that the proxy fails to end. */
const ENDLESS = "/32/session";

/** The listeners for messages, of which the last is that of the window that was opened last. */
const heard = [];
const listenNow = window.addEventListener;
window.addEventListener = (type, listener, options) => {
  if (type === "message") heard.push(listener);
  listenNow.call(window, type, listener, options);
};

/** Without a window, the browser has blocked it. */
let opened = null;
window.open = () => opened;

window.fetch = async (url, options) => {
  const attempt = String(url).match(/attempts\/(.+)$/)?.[1];
  if (attempt) {
    const body = { status: "error", code: "not_found", attempt };
    return lost.has(attempt) ? Response.json(body, { status: 404 }) : Response.json({ attempt, status: "unknown" });
  }
  const path = new URL(url, location.href).pathname;
  if (SESSIONS[path] && options?.method === "DELETE") {
    if (path === ENDLESS) return Response.json({}, { status: 500 });
    SESSIONS[path] = { signedIn: false };
  }
  if (SESSIONS[path]) return Response.json(SESSIONS[path]);
  if (!String(url).includes("/api/")) return own(url, options);
  return RESPONSES[JSON.parse(options.body).ticketID]?.() ?? new Promise(() => {});
};

const TEXT = "Spoke with the customer. The replacement is on its way.";
const write = (note, text = TEXT) => {
  const area = note.shadowRoot.querySelector("textarea");
  area.value = text;
  area.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
};
const send = (note) => {
  write(note);
  return note.submit();
};

/** Resolves to a button once it is shown. */
const shown = async (note, id) => {
  let button;
  while (!(button = note.shadowRoot.getElementById(id))?.getClientRects().length) await new Promise((resume) => setTimeout(resume, 20));
  return button;
};

const signIn = async (note, popup) => {
  write(note);
  const button = await shown(note, "sign-in");
  opened = popup;
  button.click();
};

/** Signs in. The form sees the session when the user returns from the window. */
const finishSignIn = async (note) => {
  await signIn(note, null);
  SESSIONS["/28/session"] = { signedIn: true, name: "Zoe Martin", way: "cookie", expiresAt: null };
  dispatchEvent(new Event("focus"));
};

/** Opens the window, whose page then posts that the sign-in failed. */
const failSignIn = async (note, reason) => {
  const source = { closed: false };
  await signIn(note, source);
  heard.at(-1)({ source, origin: self.origin, data: { app: "ticket-note", v: 1, kind: "sign-in-failed", reason } });
};

const signOut = async (note) => {
  write(note);
  (await shown(note, "sign-out")).click();
};

/** The form sees the end of the session when the user returns to the page. */
const endSession = async (note) => {
  write(note);
  await shown(note, "sign-out");
  SESSIONS["/34/session"] = { signedIn: false };
  // A question that another form has begun has the former answer.
  await new Promise((resume) => setTimeout(resume, 100));
  dispatchEvent(new Event("focus"));
};

const copyAddress = async (note) => {
  await signIn(note, null);
  (await shown(note, "copy-address")).click();
};

const TEMPLATES = [
  { name: "Called back", text: "Called back on {{date}}. Result: {{result}}" },
  { name: "Parts ordered", text: "Ordered the part for ticket {{ticket}}." },
  { name: "Address checked", text: "Checked the address with the customer. It is up to date." },
];

/** Opens the list. It closes when another form gets the focus, as the one of a sign-in does. */
const openTemplates = async (note) => {
  await new Promise((resume) => setTimeout(resume, 2000));
  (await shown(note, "insert-template")).click();
};

const sendUnfilled = async (note) => {
  await shown(note, "insert-template");
  write(note, TEMPLATES[0].text);
  note.submit();
};

/** The attributes of a form, and what its user does. */
const STATES = {
  empty: { ticketId: 1 },
  draft: { ticketId: 2, act: (note) => write(note) },
  problems: { ticketId: 3, act: (note) => note.submit() },
  sending: { ticketId: 4, type: "5", act: send },
  saved: { ticketId: 5, type: "5", act: send },
  refused: { ticketId: 6, type: "5", act: send },
  "not signed in": { ticketId: 7, type: "5", act: send },
  "rate limit": { ticketId: 8, type: "5", act: send },
  unknown: { ticketId: 9, type: "5", act: send },
  edited: { ticketId: 10, type: "5", act: (note) => send(note).then(() => write(note, `${TEXT} Closed.`)) },
  "another note": { ticketId: 11, type: "5", act: (note) => send(note).then(() => write(note, "Refund sent.")) },
  "not arrived": { ...isLost, type: "5", act: send },
  late: { ticketId: 13, type: "5", act: (note) => (send(note), (note.ticketId = 14)) },
  team: { ticketId: 15, type: "calllog", customerTypes: "1", heading: true },
  customer: { ticketId: 16, type: "1", customerTypes: "1", heading: true },
  locked: { ticketId: 17, type: "5", lockType: true },
  counter: { ticketId: 18, type: "5", maxLength: 60, act: (note) => write(note) },
  "sign in": { ticketId: 20, type: "5", signIn: "/20/sign-in", act: send },
  "window open": { ticketId: 21, type: "5", signIn: "/21/sign-in", act: (note) => signIn(note, { closed: false }) },
  "window blocked": { ticketId: 22, type: "5", signIn: "/22/sign-in", act: (note) => signIn(note, null) },
  "signed in": { ticketId: 23, type: "5", signIn: "/23/sign-in", act: (note) => write(note) },
  "another user": { ticketId: 24, type: "5", act: (note) => send(note).then(() => (note.signIn = "/24/sign-in")) },
  "send the note": { ticketId: 28, type: "5", signIn: "/28/sign-in", act: finishSignIn },
  "sign-in failed": { ticketId: 29, type: "5", signIn: "/29/sign-in", act: (note) => failSignIn(note, "internal") },
  "unknown user": { ticketId: 30, type: "5", signIn: "/30/sign-in", act: (note) => failSignIn(note, "unknown_user") },
  "signed out": { ticketId: 31, type: "5", signIn: "/31/sign-in", act: signOut },
  "sign-out failed": { ticketId: 32, type: "5", signIn: "/32/sign-in", act: signOut },
  "address copied": { ticketId: 33, type: "5", signIn: "/33/sign-in", act: copyAddress },
  "session ended": { ticketId: 34, type: "5", signIn: "/34/sign-in", act: endSession },
  "two users": { ticketId: 35, type: "5", signIn: "/35/sign-in", act: (note) => write(note) },
  "author known": { ticketId: 25, type: "5", signIn: "/25/sign-in", heading: true, act: (note) => write(note) },
  "invalid attribute": { ticketId: 19, endpoint: "https://other.example/" },
  placeholder: { ticketId: 26, type: "5", templates: TEMPLATES, act: (note) => sendUnfilled(note) },
  // Nothing below is covered by the list.
  templates: { ticketId: 27, type: "5", templates: TEMPLATES, act: (note) => openTemplates(note) },
};

document.documentElement.lang = query.get("lang") ?? "en";
document.documentElement.style.colorScheme = query.get("theme");
document.documentElement.style.setProperty("--width", `${query.get("width")}px`);
addEventListener("note-unknown", ({ detail }) => detail.ticketId === isLost.ticketId && lost.add(detail.attemptId));

await import("/embed.js");
const names = query.get("states")?.split(",") ?? Object.keys(STATES);
for (const name of names) {
  const { act, ...attributes } = STATES[name];
  const note = document.createElement("ticket-note");
  const common = { theme: query.get("theme"), density: query.get("density"), ticketUrl: "/tickets/9", drafts: "device" };
  Object.assign(note, common, { types: "calllog,1=E-mail,5=Phone" }, attributes);
  if (act) note.addEventListener("note-ready", () => act(note), { once: true });
  const figure = document.createElement("figure");
  figure.append(Object.assign(document.createElement("figcaption"), { textContent: name }), note);
  document.querySelector("main").append(figure);
}
// The form asks for the status of an unknown attempt after two seconds.
setTimeout(() => (document.documentElement.dataset.done = ""), 3000);
