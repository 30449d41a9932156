/** Saves the text of a form that the module has not taken over, in the module's format
    (docs/specification.md, section 4.8). */
import { environment } from "./environment.js";

/** Saves text and type as a draft of the lowest number that is free. The text of no form is replaced. */
export function saveEarlyDraft({ ticketId, userId, drafts }, text, type) {
  const mode = drafts ?? "tab";
  const keyOf = (number) => `ticket-note:2:${ticketId}:${userId ?? ""}:${number}`;
  const isFree = (key) => !environment.isTaken(key) && !environment.get(mode, key);
  let number = 1;
  while (!isFree(keyOf(number))) number++;
  const draft = { at: Date.now(), text, type: type || null, frame: environment.framePath() };
  environment.set(mode, keyOf(number), JSON.stringify(draft));
}
