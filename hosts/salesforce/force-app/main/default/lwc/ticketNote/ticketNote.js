/** The note form on a record page, with the Omnidesk ticket that a field of the record names. */
import { LightningElement, api, wire } from "lwc";
import { getFieldValue, getRecord } from "lightning/uiRecordApi";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import LANG from "@salesforce/i18n/lang";
import { frame } from "./host.js";
import { noTicketIn } from "./sentences.js";

const VARIANTS = { saved: "success", refused: "error", unknown: "warning" };

export default class TicketNote extends LightningElement {
  @api recordId;
  @api objectApiName;
  /** The address of the form, from the App Builder. */
  @api desk;
  /** The API name of the field with the number, from the App Builder. */
  @api field;

  #note = null;
  #ticketId = null;

  get fields() {
    return this.objectApiName && this.field ? [`${this.objectApiName}.${this.field}`] : undefined;
  }

  /** Follows the record: a text that was typed stays with the ticket that it was typed for. */
  @wire(getRecord, { recordId: "$recordId", fields: "$fields" })
  recordChanged({ data, error }) {
    // Nothing is known while the record is loaded.
    if (!data && !error) return;
    this.#ticketId = (data && getFieldValue(data, this.fields[0])) || null;
    this.#note?.set({ ticketId: this.#ticketId });
  }

  // The place for the form is there from the first rendering on, also when the component is connected again.
  connectedCallback() {
    this.showForm();
  }

  renderedCallback() {
    this.showForm();
  }

  showForm() {
    const place = this.template.querySelector(".note");
    if (this.#note || !place) return;
    const noTicket = noTicketIn(LANG, this.field);
    this.#note = frame(place, { desk: this.desk, ticketId: this.#ticketId, lang: LANG, noTicket });
    for (const [kind, variant] of Object.entries(VARIANTS)) {
      this.#note.on(kind, ({ say }) => this.dispatchEvent(new ShowToastEvent({ title: say, variant })));
    }
  }

  disconnectedCallback() {
    this.#note?.destroy();
    this.#note = null;
  }
}
