import { isOf, readDraft, writeDraft } from "./drafts.js";

/**
 * Where an element keeps drafts: in a storage of the browser's, and by itself where it is to keep none
 * there (`off`), or where the browser refuses. What an element keeps by itself, no other one sees.
 */
class Store {
  /** The text and the state of the form when it left the page. */
  text = null;
  state = null;
  #own = new Map();

  /** Whether the browser has no such storage for this page. */
  refuses(drafts) {
    return drafts !== "off" && !inBrowser(drafts, Boolean);
  }

  /** The draft under a key; what is none, or is old, is removed. */
  read(drafts, key) {
    const draft = this.parse(inBrowser(drafts, (storage) => storage.getItem(key)) ?? this.#own.get(withoutPlace(key)));
    if (!draft) this.remove(drafts, key);
    return draft;
  }

  parse(text) {
    return readDraft(text);
  }

  /** Whether an event of storages is of the one that windows share, not of a frame's in this tab. */
  hears({ storageArea }) {
    return inBrowser("device", (storage) => storage === storageArea) ?? false;
  }

  /** Whether it is kept where it was to be. */
  write(drafts, key, draft) {
    const text = writeDraft(draft);
    const isWritten = inBrowser(drafts, (storage) => {
      storage.setItem(key, text);
      return true;
    });
    if (!isWritten) this.remove(drafts, key);
    if (isWritten) this.#own.delete(withoutPlace(key));
    else this.#own.set(withoutPlace(key), text);
    return isWritten || drafts === "off";
  }

  remove(drafts, key) {
    this.#own.delete(withoutPlace(key));
    inBrowser(drafts, (storage) => storage.removeItem(key));
  }

  /** An attempt was added: what it was made of is no draft any more. */
  settle(attemptId) {
    for (const [key, text] of this.#own) if (isOf(attemptId, text)) this.#own.delete(key);
  }
}

let stores = new WeakMap();

/** The store of an element: it lasts as long as the element, in the page or not. Not a part of the
    element, since all are forgotten at once, those out of the page too. */
export function storeOf(element) {
  if (!stores.has(element)) stores.set(element, new Store());
  return stores.get(element);
}

/** Forgets what any element keeps by itself. */
export function forgetStores() {
  stores = new WeakMap();
}

/** The key of a draft without the number of its place, which tells the forms of a page apart. */
function withoutPlace(key) {
  return key.replace(/:\d+$/, "");
}

function inBrowser(drafts, use) {
  try {
    return drafts === "off" ? undefined : use(drafts === "device" ? localStorage : sessionStorage);
  } catch {}
}
