/** The messages between the framed page and its parent page (docs/specification.md, sections 5.2 and 5.3).
    Each message, in either direction, is `{app: "ticket-note", v: 1, kind, …}`. */
import { observeHeight } from "./height.js";
import { insert } from "./insert.js";
import { sentenceFor } from "./sentence.js";
import { Tokens } from "./tokens.js";

const ENVELOPE = { app: "ticket-note", v: 1 };

/** The kind of the message that is posted for each event of the element. */
const EVENT_KINDS = {
  "note-ready": "ready",
  "note-saved": "saved",
  "note-refused": "refused",
  "note-unknown": "unknown",
  "note-config-error": "config-error",
  "note-failed": "failed",
  "note-sign-in": "sign-in",
  "note-open": "open",
};
const OUTCOMES = new Set(["saved", "refused", "unknown"]);

/** Exchanges messages with the parent page of this origin. `configure` applies the values of `set`, if they
    are valid. If the parent page supplies tokens, the element gets them from there. */
export function connect(note, { parentOrigin, suppliesTokens, configure }) {
  const post = (kind, detail) => parent.postMessage({ ...detail, ...ENVELOPE, kind }, parentOrigin);
  const tokens = new Tokens();
  if (suppliesTokens) note.getToken = () => tokens.request(post);
  const postEvent = (kind, detail) => {
    const say = OUTCOMES.has(kind) ? { say: sentenceFor(note, kind, detail.ticketId) } : {};
    post(kind, { ...detail, ...say });
  };
  for (const [name, kind] of Object.entries(EVENT_KINDS)) {
    note.addEventListener(name, ({ detail }) => postEvent(kind, detail));
  }
  const postHeight = observeHeight((height) => post("resize", { height }));
  const state = observeState(note, (detail) => post("state", detail));
  const answer = () => {
    const { version, engine } = note;
    if (engine !== null) post("ready", { version, engine });
    state.report();
    postHeight();
  };
  const commands = commandsOf(note, { answer, configure, tokens });
  addEventListener("message", ({ data, origin, source }) => {
    if (origin !== parentOrigin || source !== parent) return;
    const { app, v, kind, ...values } = Object(data);
    if (app === ENVELOPE.app && v === ENVELOPE.v) commands.get(kind)?.(values);
    // The drawn form shows the text of another ticket in a microtask.
    setTimeout(state.check);
  });
}

/** Calls `report` when the state changes, or whether there is text. */
function observeState(note, post) {
  let posted = "";
  const report = () => {
    const detail = { state: note.state, hasText: /\S/.test(note.value) };
    posted = JSON.stringify(detail);
    post(detail);
  };
  const check = () => {
    if (posted !== JSON.stringify({ state: note.state, hasText: /\S/.test(note.value) })) report();
  };
  note.addEventListener("note-change", check);
  note.addEventListener("note-ready", check);
  note.addEventListener("input", check);
  // The form wrote a text: of another ticket, or because another window added or discarded the note.
  note.shadowRoot.addEventListener("written", () => queueMicrotask(check));
  return { check, report };
}

/** Returns the command of each kind. A command with other members, or members of another type, does nothing. */
function commandsOf(note, { answer, configure, tokens }) {
  const plain = (act) => (values) => Object.keys(values).length === 0 && act();
  return new Map([
    ["hello", plain(answer)],
    ["set", configure],
    ["focus", plain(() => note.focus())],
    ["reset", plain(() => note.reset())],
    ["sign-out", plain(() => note.signOut?.())],
    ["insert", ({ text, ticketId, ...others }) => {
      const isForTicket = ticketId === undefined || isTicketOf(note, ticketId);
      if (typeof text === "string" && isForTicket && Object.keys(others).length === 0) insert(note, text);
    }],
    ["token", ({ id, token, ...others }) => {
      const isToken = token === null || (typeof token === "string" && token !== "");
      if (isToken && Object.keys(others).length === 0) tokens.receive({ id, token });
    }],
  ]);
}

/** Returns whether a value of the parent page is the ticket of the form, as a number or as its digits. */
function isTicketOf(note, ticketId) {
  const isNumber = ["string", "number"].includes(typeof ticketId) && /^\d+$/.test(ticketId);
  return isNumber && Number(ticketId) === note.ticketId;
}
