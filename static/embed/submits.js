/** The `submit()` calls of an element. Their promises always settle. */
import { guard } from "./module.js";

export class Submits {
  /** Kept because an engine that has trapped cannot settle them. */
  #pending = new Set();
  #queued = [];
  #queuedText;
  /** The notes that were waiting when the form changed its ticket or author, each with its attributes. */
  #aside = [];

  /** Whether a note is waiting for the form. */
  get isQueued() {
    return this.#queued.length > 0;
  }

  /** Sends the note of a mounted form. */
  send(form) {
    return new Promise((resolve) => this.#send(form, resolve));
  }

  /** Queues the note until the form is mounted. `text` is the text that the user sees. */
  queue(text) {
    if (!this.isQueued) this.#queuedText = text;
    return new Promise((resolve) => this.#queued.push(resolve));
  }

  /** Sets aside a text that belongs to earlier attributes, with the calls that wait to send it. */
  setAside(work) {
    this.#aside.push({ ...work, queued: this.#queued.splice(0) });
  }

  /** Calls `restore` with each text that was set aside, and sends those with a waiting call. Returns
      whether there were any. */
  resume(form, restore) {
    const works = this.#aside.splice(0);
    for (const work of works) {
      restore(work);
      this.#sendAll(form, work.queued);
    }
    return works.length > 0;
  }

  /** Sends the waiting note, unless the form now holds a different text, such as that of a draft. */
  sendQueued(form) {
    if (this.isQueued && guard(() => form.value) !== this.#queuedText) this.cancelQueued();
    this.#sendAll(form, this.#queued.splice(0));
  }

  /** Discards the texts that were set aside. */
  forget() {
    this.#aside = [];
  }

  cancelQueued() {
    for (const { queued } of [{ queued: this.#queued.splice(0) }, ...this.#aside]) {
      for (const resolve of queued.splice(0)) resolve("cancelled");
    }
  }

  /** Settles all promises. A request in flight may have added its note, so its outcome is `unknown`. */
  end() {
    this.cancelQueued();
    for (const resolve of this.#pending) resolve("unknown");
  }

  /** Sends one note, however often the user pressed the button. */
  #sendAll(form, queued) {
    if (queued.length > 0) this.send(form).then((outcome) => queued.forEach((resolve) => resolve(outcome)));
  }

  #send(form, resolve) {
    this.#pending.add(resolve);
    const settle = (outcome) => this.#pending.delete(resolve) && resolve(outcome);
    // An engine that traps before the request begins has sent nothing.
    guard(() => form.submit(settle), () => settle("cancelled"));
  }
}
