/** How a send ends, by the event that says so. */
const OUTCOMES = { "note-saved": "saved", "note-refused": "refused", "note-unknown": "unknown" };
const STOPS = { "invalid-send": "invalid", "cancelled-send": "cancelled" };

/** Who waits for the end of which send. */
export class Sends {
  #element;
  #latest;
  #attempts = new Map();
  #undecided = [];
  #underWay = new Map();

  /** Hears of sends by the events at an element and the signals at its shadow root. */
  constructor(element, root) {
    this.#element = element;
    element.addEventListener("note-submit", ({ detail }) => {
      this.#latest = detail.attemptId;
      this.#attempts.set(subjectOf(detail), detail.attemptId);
    });
    element.addEventListener("note-change", ({ detail }) => detail.state === "sending" && this.#begin());
    for (const [event, outcome] of Object.entries(OUTCOMES)) {
      element.addEventListener(event, ({ detail }) => this.#end(detail.attemptId, outcome));
    }
    for (const [event, outcome] of Object.entries(STOPS)) {
      root.addEventListener(event, () => this.#settle(this.#undecided.splice(0), outcome));
    }
  }

  /** A promise of the outcome of the send that begins now, or of the one that is under way. */
  outcome(isUnderWay) {
    return new Promise((resolve) => {
      if (isUnderWay) this.#waitingFor(this.#shown).push(resolve);
      else this.#undecided.push(resolve);
    });
  }

  /** Nothing will begin any more; what is under way ends by itself. */
  cancel() {
    this.#settle(this.#undecided.splice(0), "cancelled");
  }

  /** Nothing will be told any more. What was under way may have been added. */
  fail() {
    for (const attempt of [...this.#underWay.keys()]) this.#end(attempt, "unknown");
    this.cancel();
  }

  /** The last attempt of what the element shows: another ticket has another. */
  get #shown() {
    return this.#attempts.get(subjectOf(this.#element)) ?? this.#latest;
  }

  #begin() {
    this.#waitingFor(this.#latest).push(...this.#undecided.splice(0));
  }

  #end(attempt, outcome) {
    this.#settle(this.#waitingFor(attempt), outcome);
    this.#underWay.delete(attempt);
  }

  #waitingFor(attempt) {
    if (!this.#underWay.has(attempt)) this.#underWay.set(attempt, []);
    return this.#underWay.get(attempt);
  }

  #settle(waiting, outcome) {
    for (const resolve of waiting) resolve(outcome);
  }
}

/** Whose notes: one text of a ticket and an author is not that of another. */
export function subjectOf({ ticketId, userId }) {
  return `${ticketId} ${userId}`;
}
