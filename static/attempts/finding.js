/** The line about what the proxy found in the ticket of an unknown attempt (docs/specification.md, section 3.3).
    It is outside the parts that Yew renders, and below the buttons, so no button moves when it appears. */
import { applyStyles } from "./styles.js";

const ID = "ticket-finding";
const CHANGES = { subtree: true, childList: true, attributeFilter: ["lang"] };

export class Finding {
  #element;
  #root;
  #line = Object.assign(document.createElement("p"), { id: ID, className: "hint finding", role: "status" });
  #observer = new MutationObserver(() => this.#render());
  /** The unknown attempts, that of the form's own note first. */
  #ids = [];
  /** For each attempt: what was found, and when. */
  #found = new Map();

  constructor(element) {
    this.#element = element;
    this.#root = element.shadowRoot;
    this.#line.setAttribute("part", "hint");
  }

  /** Follows these unknown attempts. Shows the finding about the first one while the form reports it as unknown. */
  follow(ids) {
    this.#ids = ids;
    for (const id of this.#found.keys()) if (!ids.includes(id)) this.#found.delete(id);
    this.#observer.disconnect();
    // A screen reader announces a change in a region that it already knows.
    if (ids.length > 0) this.#observer.observe(this.#root, CHANGES);
    this.#render();
  }

  /** Records the finding about an attempt. `ticketReadAt` is absent until the ticket was read. */
  add(id, { ticket, ticketReadAt }) {
    if (ticketReadAt) this.#found.set(id, { ticket, at: new Date(ticketReadAt) });
    this.#render();
  }

  /** Whether the form says that the outcome of its note is unknown. It has the button only while it holds the note
      of the attempt: an edited text is not "this text". */
  get #isUnknown() {
    return this.#element.state === "unknown" && this.#root.getElementById("send-as-new") !== null;
  }

  /** Writes the line into the form, which Yew or the script may have drawn again, or in another language. */
  #render() {
    const form = this.#root.querySelector("form");
    if (!form) return;
    const found = this.#isUnknown && this.#found.get(this.#ids[0]);
    const sentence = found ? sentenceOf(found, form.lang) : "";
    applyStyles(this.#root);
    if (this.#ids.length === 0) this.#line.remove();
    else if (this.#line.parentNode !== form) form.insertBefore(this.#line, form.querySelector(".sign-in"));
    // Writing an equal sentence would announce it again.
    if (this.#line.textContent !== sentence) this.#line.textContent = sentence;
    this.#describe(sentence);
  }

  /** Describes "It is in the ticket" by the sentence. Yew sets no description on that button. */
  #describe(sentence) {
    const button = this.#root.getElementById("found");
    if (sentence) button?.setAttribute("aria-describedby", ID);
    else button?.removeAttribute("aria-describedby");
  }
}

/** Returns the sentence in a language. The bundle step inserts the sentences. */
function sentenceOf({ ticket, at }, lang) {
  const { sameText, absent, absentOn } = TICKET_TEXTS.find((texts) => texts.lang === lang) ?? TICKET_TEXTS[0];
  if (ticket === "same_text") return sameText;
  const time = at.toTimeString().slice(0, 5);
  const isToday = at.toDateString() === new Date().toDateString();
  return (isToday ? absent : absentOn).replace("{}", time).replace("{}", at.toLocaleDateString(lang));
}
