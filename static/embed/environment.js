/**
 * The parts of the browser that drafts need: the storages, and the frames of the tab. The module decides
 * what is saved, and where.
 */
const STORAGES = { tab: () => sessionStorage, device: () => localStorage };

/** Same-origin frames of a tab share its session storage. Each page lists the keys that its forms took. */
const FRAMES = Symbol.for("ticket-note");
const own = (window[FRAMES] ??= { keys: new Set(), peers: [] });
meet(top);

export const environment = {
  /** Returns whether the browser blocks the storage of a `drafts` mode. */
  isBlocked: (drafts) => !use(drafts, Boolean),
  get: (drafts, key) => use(drafts, (storage) => storage.getItem(key)),
  /** Returns whether the text was saved: the storage may be full. */
  set: (drafts, key, text) => use(drafts, (storage) => storage.setItem(key, text) ?? true) ?? false,
  remove: (drafts, key) => use(drafts, (storage) => storage.removeItem(key)),
  keys: (drafts) => use(drafts, Object.keys),
  /** Returns whether a storage event is about the storage that windows share. */
  isShared: ({ storageArea }) => use("device", (storage) => storage === storageArea) ?? false,

  /** Called after the form of an element wrote text that the user did not type. */
  textWritten() {},

  take: (key) => own.keys.add(key),
  free: (key) => own.keys.delete(key),
  /** Returns whether a form of this page, or of another frame of the tab, has taken a key. */
  isTaken: (key) => own.keys.has(key) || own.peers.some((peer) => !peer.closed && registryOf(peer)?.keys.has(key)),
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
    try {
      return Boolean(path.split(".").reduce((frame, index) => (index ? frame?.[index] : frame), top)?.document);
    } catch {
      return false;
    }
  },
};

/** A storage may be absent, and any access to it may throw. */
function use(drafts, act) {
  const open = STORAGES[drafts];
  try {
    return open && act(open());
  } catch {
    return undefined;
  }
}

/** Registers this page with every page in the tab that has a form. */
function meet(frame) {
  const registry = registryOf(frame);
  if (registry && registry !== own) {
    own.peers.push(frame);
    registry.peers.push(window);
  }
  for (let index = 0; index < frame.length; index++) meet(frame[index]);
}

/** A page of another origin throws. */
function registryOf(frame) {
  try {
    return frame[FRAMES];
  } catch {
    return undefined;
  }
}
