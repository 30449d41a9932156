// Runs the component with the vendor's engine, as a record page does.
import { createElement } from "@lwc/engine-dom";
import TicketNote from "../../../dist-hosts/salesforce/force-app/main/default/lwc/ticketNote/ticketNote.js";

window.createTicketNote = (properties) => Object.assign(createElement("c-ticket-note", { is: TicketNote }), properties);
