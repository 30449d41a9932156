/** Saves the text of a form that the engine has not taken over, in the engine's format
    (docs/specification.md, section 4.8). */
import { environment } from "./environment.js";

/** The draft of a drawn form. It has one place in the storage, until the engine has its own. */
export class EarlyDraft {
  #mode;
  #key;

  /** Saves text and type under the lowest number that is free. */
  save({ ticketId, userId, drafts }, text, type) {
    const ids = [ticketId, userId ?? ""];
    if (!ticketId || ids.some((id) => /\D/.test(id))) return;
    const start = `ticket-note:2:${ids.map((id) => id && Number(id)).join(":")}:`;
    const mode = drafts ?? "tab";
    if (this.#mode !== mode || !this.#key?.startsWith(start)) this.remove();
    this.#mode = mode;
    this.#key ??= firstFree(mode, start);
    const draft = { at: Date.now(), text, type: type || null, frame: environment.framePath() };
    environment.set(mode, this.#key, JSON.stringify(draft));
  }

  /** Removes the draft, unless another form has restored it. */
  remove() {
    if (this.#key && !environment.isTaken(this.#key)) environment.remove(this.#mode, this.#key);
    this.#key = undefined;
  }
}

function firstFree(mode, start) {
  let number = 1;
  while (environment.isTaken(start + number) || environment.get(mode, start + number)) number++;
  return start + number;
}
