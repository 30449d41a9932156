/** The form in Lit: reactive properties and one template. */
import { css, html, LitElement, unsafeCSS } from "lit";
import { restoreDraft, saveDraft } from "../form/draft.js";
import { check, counterOf, noteOf, TYPES } from "../form/note.js";
import { send } from "../form/send.js";
import { STYLES } from "../form/styles.js";

class TicketNote extends LitElement {
  static shadowRootOptions = { mode: "open", delegatesFocus: true };
  static styles = css`${unsafeCSS(STYLES)}`;
  static properties = {
    ticketId: { attribute: "ticket-id" },
    type: {},
    endpoint: {},
    text: { state: true },
    problems: { state: true },
    status: { state: true },
    isSending: { state: true },
  };

  #id = crypto.randomUUID();

  constructor() {
    super();
    this.type = this.text = this.status = "";
    this.problems = {};
    this.isSending = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.text ||= restoreDraft(this);
  }

  render() {
    return html`<form novalidate aria-label="Note on ticket ${this.ticketId}" @submit=${this.#submitted}>
      <label for="type">Type</label>
      <select id="type" aria-required="true" aria-describedby="type-error" @change=${this.#typeChosen}>
        ${this.#options()}
      </select>
      <p id="type-error" class="error">${this.problems.type}</p>
      <label for="text">Note</label>
      <textarea
        id="text"
        rows="4"
        aria-required="true"
        aria-describedby="text-error counter hint"
        ?readonly=${this.isSending}
        .value=${this.text}
        @input=${this.#typed}
        @keydown=${this.#keyPressed}
      ></textarea>
      <p id="text-error" class="error">${this.problems.text}</p>
      <p id="counter">${counterOf(this.text)}</p>
      <p id="hint">Ctrl+Enter to send</p>
      <button ?disabled=${this.isSending}>Add note</button>
      <p id="status" role="status">${this.problems.form ?? this.status}</p>
    </form>`;
  }

  #options() {
    const options = [["", "Choose a type"], ...TYPES];
    return options.map(([code, name]) => html`<option value=${code} ?selected=${code === this.type}>${name}</option>`);
  }

  #typeChosen(event) {
    this.type = event.target.value;
  }

  #typed(event) {
    this.text = event.target.value;
    if (this.problems.text) this.problems = { ...this.problems, text: undefined };
    saveDraft(this, this.text);
  }

  #keyPressed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
  }

  async #submitted(event) {
    event.preventDefault();
    const note = noteOf(this, this.type, this.text);
    this.problems = check(note);
    if (Object.keys(this.problems).length || this.isSending) return;
    this.isSending = true;
    this.status = "Sending the note…";
    const { isSaved, sentence } = await send(this.endpoint, note, this.#id);
    this.isSending = false;
    this.status = sentence;
    if (isSaved) this.#clear();
    this.dispatchEvent(new CustomEvent(isSaved ? "note-saved" : "note-refused", { bubbles: true, composed: true, detail: note }));
  }

  #clear() {
    this.text = "";
    saveDraft(this, "");
    this.#id = crypto.randomUUID();
  }
}

customElements.define("ticket-note", TicketNote);
