/**
 * The parts of the browser that drafts need: the storages, and the frames of the tab. The module decides
 * what is saved, and where.
 */
const STORAGES = { tab: () => sessionStorage, device: () => localStorage };

/** Same-origin frames of a tab share its session storage. Each page lists the keys that its forms took. */
const TAKEN = Symbol.for("ticket-note");
const taken = (window[TAKEN] ??= new Set());

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

  take: (key) => taken.add(key),
  free: (key) => taken.delete(key),
  /** Returns whether a form of this page, or of another frame of the tab, has taken a key. */
  isTaken: (key) => taken.has(key) || isTakenIn(top, key),
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

/** Uses the storage of a `drafts` mode, if there is one. */
function use(drafts, act) {
  const open = STORAGES[drafts];
  return open && permitted(() => act(open()));
}

/** Any access to a storage, or to a page of another origin, may throw. */
function permitted(access) {
  try {
    return access();
  } catch {
    return undefined;
  }
}

/** Returns whether a form in a tree of frames has taken a key. A page that was removed has no tree. */
function isTakenIn(frame, key) {
  const frames = Array.from({ length: frame?.length ?? 0 }, (_, index) => frame[index]);
  return permitted(() => frame[TAKEN].has(key)) || frames.some((inner) => isTakenIn(inner, key));
}
