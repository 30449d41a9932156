/** The parts of the browser that the engine needs: storages, the frames of the tab, and the elements of a
    form. The engine decides what is saved, and where. */
import { resetHeight } from "./height.js";
import { place } from "./parts.js";
import { request } from "./requests.js";
import { watch } from "./watching.js";

const STORAGES = { tab: () => sessionStorage, device: () => localStorage };

/** Frames of a tab share its session storage. Each page lists the keys that its forms took, and its peers. */
const FORMS = Symbol.for("ticket-note");
const own = (window[FORMS] ??= { keys: new Set(), peers: [] });
let hasMet = false;

export const environment = {
  /** The name of the engine once it is loaded: `"wasm"`, or `"js"` where WebAssembly cannot run. */
  engine: "wasm",
  /** Returns whether the browser blocks the storage of a `drafts` mode. */
  isBlocked: (drafts) => !use(drafts, Boolean),
  get: (drafts, key) => use(drafts, (storage) => storage.getItem(key)),
  /** Returns whether the text was saved: the storage may be full. */
  set: (drafts, key, text) => use(drafts, (storage) => storage.setItem(key, text) ?? true) ?? false,
  remove: (drafts, key) => use(drafts, (storage) => storage.removeItem(key)),
  keys: (drafts) => use(drafts, Object.keys),
  /** Returns whether a storage event is about the storage that windows share. */
  isShared: ({ storageArea }) => use("device", (storage) => storage === storageArea) ?? false,

  /** Called after the form of an element has written text that the user did not type. */
  textWritten({ shadowRoot }) {
    resetHeight(shadowRoot);
    // For the framed page. The event stays in the shadow tree.
    shadowRoot.dispatchEvent(new Event("written"));
  },
  /** Puts the rendered parts of a form into its element, in the place of the drawn ones. */
  place: ({ shadowRoot }, ...parts) => place(shadowRoot, parts),
  watch,
  request,
  /** Remembers the type of a note that was added, for the next ticket of the same author. */
  remember({ drafts, userId }, type) {
    if (drafts !== "off") environment.set("device", typeKey(userId), type);
  },
  /** Returns the type of the last note that an author added on this origin. */
  lastType: (drafts, userId) => (drafts === "off" ? null : environment.get("device", typeKey(userId))),
  take: (key) => met().keys.add(key),
  free: (key) => own.keys.delete(key),
  /** Returns whether a form of this page, or of another frame of the tab, has taken a key. */
  isTaken: (key) => [window, ...met().peers].some((page) => !page.closed && formsOf(page)?.keys.has(key)),
  /** Returns the place of this page in the frame tree: an index for each level, as in `0.2`. */
  framePath() {
    const path = [];
    for (let frame = window; frame !== frame.parent; frame = frame.parent) {
      path.unshift(Array.prototype.indexOf.call(frame.parent, frame));
    }
    return path.join(".");
  },
  /** Returns whether the frame tree has a page of this origin at a place. */
  hasFrame(path) {
    const find = () => path.split(".").reduce((frame, index) => (index ? frame?.[index] : frame), top);
    return Boolean(permitted(() => find()?.document));
  },
};

function typeKey(userId) {
  return `ticket-note-type:${userId ?? ""}`;
}

/** Uses the storage of a `drafts` mode, if there is one. */
function use(drafts, act) {
  const open = STORAGES[drafts];
  return open && permitted(() => act(open()));
}

/** Any access to a storage, or to a page of another origin, may throw. */
function permitted(access) {
  try {
    return access();
  } catch {}
}

function formsOf(page) {
  return permitted(() => page[FORMS]);
}

/** Returns what this page lists, once it has met the others. */
function met() {
  if (!hasMet) meet(top);
  hasMet = true;
  return own;
}

/** Registers this page with each page that has forms, in a tree of frames. */
function meet(frame) {
  const forms = formsOf(frame);
  if (forms && forms !== own) forms.peers.push(window) && own.peers.push(frame);
  for (let index = 0; index < frame.length; index++) meet(frame[index]);
}
