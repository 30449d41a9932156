/** How a send ends, by the event that says so. */
const OUTCOMES = { "note-saved": "saved", "note-refused": "refused", "note-unknown": "unknown" };
const STOPS = { "invalid-send": "invalid", "cancelled-send": "cancelled" };

/** Who waits for the end of which send. */
export class Sends {
  /** The promises of sends that the form has not come to, in the order of the calls. */
  #undecided = [];
  /** The promises by the id of the attempt that decides them. */
  #underWay = new Map();

  /** Hears of sends by the events at an element and the signals at its shadow root. */
  constructor(element, root) {
    // For each send that is asked for there is one signal; who presses a button waits for none.
    root.addEventListener("click", (event) => isSend(event) && this.#undecided.push(() => {}), true);
    root.addEventListener("joined-send", ({ detail }) => this.#waitingFor(detail).push(...this.#undecided.splice(0, 1)));
    for (const [signal, outcome] of Object.entries(STOPS)) {
      root.addEventListener(signal, () => settle(this.#undecided.splice(0, 1), outcome));
    }
    for (const [event, outcome] of Object.entries(OUTCOMES)) {
      element.addEventListener(event, ({ detail }) => this.#end(detail.attemptId, outcome));
    }
  }

  /** A promise of the outcome of the send that is asked for next. */
  outcome() {
    return new Promise((resolve) => this.#undecided.push(resolve));
  }

  /** Nothing will begin any more; what is under way ends by itself. */
  cancel() {
    settle(this.#undecided.splice(0), "cancelled");
  }

  /** Nothing will be told any more. What was under way may have been added. */
  fail() {
    for (const attempt of [...this.#underWay.keys()]) this.#end(attempt, "unknown");
    this.cancel();
  }

  #end(attempt, outcome) {
    settle(this.#waitingFor(attempt), outcome);
    this.#underWay.delete(attempt);
  }

  #waitingFor(attempt) {
    if (!this.#underWay.has(attempt)) this.#underWay.set(attempt, []);
    return this.#underWay.get(attempt);
  }
}

/** The second click of a double click is none. */
function isSend({ target, detail }) {
  return target.localName === "button" && detail < 2;
}

function settle(waiting, outcome) {
  for (const resolve of waiting) resolve(outcome);
}
