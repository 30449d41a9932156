/**
 * Frames the note form in a page of another origin (docs/specification.md, section 5.6).
 *
 *     <script type="module" src="https://desk.example/ticket-note/host.js"></script>
 *     <div data-ticket-note data-desk="https://desk.example/ticket-note/" data-ticket-id="858462"></div>
 */
const ENVELOPE = { app: "ticket-note", v: 1 };
const SETTABLE = ["ticketId", "userId", "type", "types", "lockType", "customerTypes", "ticketUrl", "heading", "density", "lang", "theme"];
/** Properties that an element has if it has the attribute, whatever the value of that is. */
const FLAGS = ["lockType", "heading", "storageAccess"];
const PROPERTIES = [...SETTABLE, "endpoint", "maxLength", "drafts", "signIn", "storageAccess"];
const FIRST_HEIGHT = 320;
const SILENCE_MS = 5000;
/** WebKit focuses a new window up to 20 ms after the message of the frame. The click permits a window for longer. */
const FOCUS_MS = 200;
const NO_TICKET = "This record has no Omnidesk ticket.";

/** Returns the URL of the framed page. `settings` are properties of the element, and `parentOrigin`. */
export function addressOf(desk, settings = {}) {
  const folder = new URL(desk, globalThis.location?.href).href.replace(/\/*$/, "/");
  const page = new URL("index.html", folder);
  for (const [name, value] of Object.entries(settings)) {
    if (value === true) page.searchParams.set(name, "");
    // Templates are too long for an address: `set` has them. An empty `customerTypes` means that there are none.
    else if (["string", "number"].includes(typeof value) && (value !== "" || name === "customerTypes")) page.searchParams.set(name, value);
  }
  return page;
}

/** Puts the form into an element. The events of the framed page are dispatched there as `note-KIND`. */
export function frame(element, { desk, title = "Add a note", noTicket = NO_TICKET, token = null, templates = null, ...settings }) {
  const page = addressOf(desk);
  const ended = new AbortController();
  const { signal } = ended;
  /** The messages of this frame. The element also gets those of a frame within it. */
  const messages = new EventTarget();
  const iframe = Object.assign(document.createElement("iframe"), { title, allow: "storage-access" });
  Object.assign(iframe.style, { display: "block", width: "100%", height: `${FIRST_HEIGHT}px`, border: "0" });
  const notice = document.createElement("p");
  notice.setAttribute("role", "status");
  // It is there while it is empty, because a screen reader announces only changes of a region that it knows.
  notice.style.margin = "0";
  /** The values of `set` since the frame was made. They are set again if the frame is loaded again. */
  const changes = templates ? { templates } : {};
  let queue = [];
  let isHeard = false;
  let timer;

  const post = (kind, values) => iframe.contentWindow?.postMessage({ ...values, ...ENVELOPE, kind }, page.origin);
  const send = (kind, values) => (isHeard ? post(kind, values) : queue.push([kind, values]));
  const listen = (kind, act) => messages.addEventListener(kind, ({ detail }) => act(detail), { signal });

  /** Shows the form, or a sentence where the record has no ticket. Then no request is made. */
  function show() {
    const hasTicket = !["", null, undefined].includes(settings.ticketId);
    iframe.style.display = hasTicket ? "block" : "none";
    notice.textContent = hasTicket ? "" : noTicket;
    if (!hasTicket || iframe.hasAttribute("src") || signal.aborted) return;
    const getToken = note.token !== null;
    iframe.src = addressOf(desk, { ...settings, getToken, parentOrigin: location.origin });
    timer = setTimeout(() => (notice.textContent = explain()), SILENCE_MS);
  }

  function explain() {
    return (
      `The note form does not respond. Check three things: ${page.href} is its address, the setting ` +
      `--frame-ancestors of its proxy has ${location.origin}, and frame-src in the policy of this page, if any, has ${page.origin}.`
    );
  }

  function receive({ data, origin, source }) {
    if (source !== iframe.contentWindow || origin !== page.origin) return;
    const { app, v, kind, ...detail } = Object(data);
    if (app !== ENVELOPE.app || v !== ENVELOPE.v) return;
    if (!isHeard || kind === "ready") resume();
    messages.dispatchEvent(new CustomEvent(kind, { detail }));
    element.dispatchEvent(new CustomEvent(`note-${kind}`, { detail, bubbles: true }));
  }

  function resume() {
    clearTimeout(timer);
    isHeard = true;
    show();
    if (Object.keys(changes).length > 0) post("set", changes);
    for (const [kind, values] of queue) post(kind, values);
    queue = [];
  }

  async function supply({ id }) {
    let supplied = null;
    try {
      supplied = (await note.token?.()) ?? null;
    } catch (error) {
      console.error(error);
    }
    if (!signal.aborted) post("token", { id, token: supplied });
  }

  const note = {
    iframe,
    token,
    set(values) {
      Object.assign(settings, values);
      const { ticketId, ...others } = values;
      const sent = ticketId == null || ticketId === "" ? others : values;
      Object.assign(changes, sent);
      if (isHeard && Object.keys(sent).length > 0) post("set", sent);
      show();
    },
    // The form may show another ticket when the command arrives.
    insert: (text, ticketId = settings.ticketId) => send("insert", { text, ticketId }),
    focus: () => send("focus"),
    reset: () => send("reset"),
    signOut: () => send("sign-out"),
    on(kind, listener) {
      const handle = ({ detail }) => listener(detail);
      messages.addEventListener(kind, handle, { signal });
      return () => messages.removeEventListener(kind, handle);
    },
    destroy() {
      ended.abort();
      clearTimeout(timer);
      iframe.remove();
      notice.remove();
    },
  };

  window.addEventListener("message", receive, { signal });
  listen("resize", ({ height }) => (iframe.style.height = `${height}px`));
  listen("token-wanted", supply);
  listen("open", ({ url }) => {
    // If this page has a `Cross-Origin-Opener-Policy`, the browser does not tell the frame that its window has
    // opened. That window has consumed the click, or in WebKit has the focus, so no second window opens.
    setTimeout(() => {
      const isUnopened = navigator.userActivation.isActive && document.hasFocus() && !signal.aborted;
      if (isUnopened && new URL(url, page).origin === page.origin) window.open(url, "_blank", "noopener");
    }, FOCUS_MS);
  });
  element.append(notice, iframe);
  // The page can set `token` before the frame is loaded.
  queueMicrotask(show);
  return note;
}

/** Returns the settings that an element has as `data-…`. */
function settingsOf({ dataset }, names) {
  // An empty `data-sign-in` is the default address of the sign-in.
  const isFlag = (name) => FLAGS.includes(name) || (name === "signIn" && dataset[name] === "");
  const valueOf = (name) => (isFlag(name) ? name in dataset : (dataset[name] ?? null));
  return Object.fromEntries(names.map((name) => [name, valueOf(name)]));
}

for (const element of globalThis.document?.querySelectorAll("[data-ticket-note]") ?? []) {
  const { desk, title, noTicket } = element.dataset;
  const note = frame(element, { desk, title, noTicket, ...settingsOf(element, PROPERTIES) });
  new MutationObserver(() => note.set(settingsOf(element, SETTABLE))).observe(element, { attributes: true });
}
