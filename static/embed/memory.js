/** What an element keeps by itself, with the methods of a browser's storage. */
class Memory {
  /** The text that was in the form when it left the page, to be read until the form is back. */
  text = null;
  #items = new Map();

  getItem(key) {
    return this.#items.get(key) ?? null;
  }

  setItem(key, value) {
    this.#items.set(key, value);
  }

  removeItem(key) {
    this.#items.delete(key);
  }
}

let memories = new WeakMap();

/** The memory of an element: it lasts as long as the element, in the page or not. */
export function memoryOf(element) {
  if (!memories.has(element)) memories.set(element, new Memory());
  return memories.get(element);
}

/** Forgets what any element keeps. */
export function forgetMemories() {
  memories = new WeakMap();
}
