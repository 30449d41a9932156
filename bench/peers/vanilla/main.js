/** The form in plain JavaScript: a template that is cloned, and listeners. */
import { restoreDraft, saveDraft } from "../form/draft.js";
import { check, counterOf, noteOf, TYPES } from "../form/note.js";
import { send } from "../form/send.js";
import { STYLES } from "../form/styles.js";

const OPTIONS = TYPES.map(([code, name]) => `<option value="${code}">${name}</option>`).join("");
const FORM = `<form novalidate>
<label for="type">Type</label>
<select id="type" aria-required="true" aria-describedby="type-error"><option value="">Choose a type</option>${OPTIONS}</select>
<p id="type-error" class="error"></p>
<label for="text">Note</label>
<textarea id="text" rows="4" aria-required="true" aria-describedby="text-error counter hint"></textarea>
<p id="text-error" class="error"></p>
<p id="counter"></p>
<p id="hint">Ctrl+Enter to send</p>
<button>Add note</button>
<p id="status" role="status"></p>
</form>`;

// The policy of the proxy enforces Trusted Types.
const policy = trustedTypes.createPolicy("vanilla", { createHTML: (html) => html });
const template = document.createElement("template");
template.innerHTML = policy.createHTML(FORM);
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);

class TicketNote extends HTMLElement {
  #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  #id = crypto.randomUUID();

  connectedCallback() {
    if (this.#root.firstChild) return;
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.append(template.content.cloneNode(true));
    this.#root.querySelector("form").ariaLabel = `Note on ticket ${this.getAttribute("ticket-id")}`;
    this.#find("type").value = this.getAttribute("type") ?? "";
    this.#find("text").value = restoreDraft(this);
    this.#listen();
  }

  #listen() {
    const text = this.#find("text");
    text.addEventListener("input", () => this.#typed(text.value));
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) text.form.requestSubmit();
    });
    text.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  #find(id) {
    return this.#root.getElementById(id);
  }

  #typed(text) {
    this.#write("counter", counterOf(text));
    this.#write("text-error", "");
    saveDraft(this, text);
  }

  #write(id, sentence = "") {
    const line = this.#find(id);
    if (line.textContent !== sentence) line.textContent = sentence;
  }

  async #submit() {
    const [text, button] = [this.#find("text"), this.#root.querySelector("button")];
    const note = noteOf(this, this.#find("type").value, text.value);
    const problems = check(note);
    this.#write("type-error", problems.type);
    this.#write("text-error", problems.text);
    this.#write("status", problems.form);
    if (Object.keys(problems).length || button.disabled) return;
    button.disabled = text.readOnly = true;
    this.#write("status", "Sending the note…");
    const { isSaved, sentence } = await send(this.getAttribute("endpoint"), note, this.#id);
    button.disabled = text.readOnly = false;
    this.#write("status", sentence);
    if (isSaved) this.#clear(text);
    this.dispatchEvent(new CustomEvent(isSaved ? "note-saved" : "note-refused", { bubbles: true, composed: true, detail: note }));
  }

  #clear(text) {
    text.value = "";
    saveDraft(this, "");
    this.#id = crypto.randomUUID();
  }
}

customElements.define("ticket-note", TicketNote);
