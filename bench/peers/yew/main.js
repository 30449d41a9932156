/** The form in Yew: a custom element that mounts the module. `form.js` is the glue of wasm-bindgen. */
import init, { mount } from "form";
import { STYLES } from "../form/styles.js";

const ready = init();
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);

class TicketNote extends HTMLElement {
  #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  #handle;

  async connectedCallback() {
    await ready;
    if (!this.isConnected || this.#handle) return;
    this.#root.adoptedStyleSheets = [sheet];
    const host = document.createElement("div");
    this.#root.replaceChildren(host);
    this.#handle = mount(this, host);
  }

  disconnectedCallback() {
    this.#handle?.destroy();
    this.#handle = undefined;
  }
}

customElements.define("ticket-note", TicketNote);
