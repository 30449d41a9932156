/** The calls of `submit()` of an element. Their promises always settle. */
import { guard } from "./module.js";

export class Submits {
  /** Kept because a module that has trapped cannot settle them. */
  #pending = new Set();
  #queued = [];
  #queuedText;

  /** Whether a note waits for the form. */
  get isQueued() {
    return this.#queued.length > 0;
  }

  /** Sends the note of a mounted form. */
  send(form) {
    return new Promise((resolve) => this.#send(form, resolve));
  }

  /** Waits for the form. `text` is the text that the user sees. */
  queue(text) {
    if (!this.isQueued) this.#queuedText = text;
    return new Promise((resolve) => this.#queued.push(resolve));
  }

  /** Sends the note that waited, unless the form holds another text, such as that of a draft. */
  sendQueued(form) {
    if (this.isQueued && guard(() => form.value) !== this.#queuedText) this.cancelQueued();
    for (const resolve of this.#queued.splice(0)) this.#send(form, resolve);
  }

  cancelQueued() {
    for (const resolve of this.#queued.splice(0)) resolve("cancelled");
  }

  /** Settles all promises: a request that was in flight may have added its note. */
  end() {
    this.cancelQueued();
    for (const resolve of this.#pending) resolve("unknown");
  }

  #send(form, resolve) {
    this.#pending.add(resolve);
    const settle = (outcome) => this.#pending.delete(resolve) && resolve(outcome);
    // A module that traps before the request begins has sent nothing.
    guard(() => form.submit(settle), () => settle("cancelled"));
  }
}
