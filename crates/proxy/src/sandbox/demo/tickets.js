/** The tickets of the portal, and the notes that the sandbox stored. */
import { listItem, textElement } from "./elements.js";

const TICKETS = [
  {
    id: "858462",
    subject: "Delivery 4471 arrived without its power supply",
    customer: "R. Okafor",
    message:
      "The box had been opened and taped shut again. The device is fine, but there is no power supply. Could you send one before Thursday?",
  },
  {
    id: "858470",
    subject: "Invoice 2093 has the wrong address",
    customer: "M. Larsen",
    message: "We moved in March. Please send the invoice again with the new address, which is in our account.",
  },
];

let shownNotes = "";
let storedNotes = [];
let shownTicket = "";

/** Reads the notes of the sandbox, and shows them. */
export async function refresh() {
  const response = await fetch("/sandbox/notes").catch(() => undefined);
  if (response?.ok) showNotes(await response.text());
}

/** Replaces the list only if the notes changed, so that a screen reader reads each note once. */
function showNotes(json) {
  if (json === shownNotes) return;
  shownNotes = json;
  storedNotes = JSON.parse(json);
  document.querySelector("#delete-notes").hidden = storedNotes.length === 0;
  showTicketNotes();
}

/** Shows the notes of the ticket that is open, and the number of notes of each ticket. */
function showTicketNotes() {
  const of = (id) => storedNotes.filter((note) => String(note.ticketID) === id);
  const own = of(shownTicket);
  document.querySelector("#notes").replaceChildren(...own.map(noteItem));
  document.querySelector("#no-notes").hidden = own.length > 0;
  for (const button of document.querySelectorAll("#tickets button")) {
    button.querySelector(".count").textContent = of(button.value).length;
  }
}

/** Returns the entry of a ticket in the list. */
function ticketItem({ id, subject, customer }) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", value: id });
  button.append(textElement("span", "subject", subject), textElement("span", "muted", `${customer} · ${id} · notes: `));
  button.lastChild.append(textElement("span", "count", "0"));
  return listItem([button]);
}

/** Shows the ticket that the attribute names; an unknown number has the first ticket's text. */
export function showTicket(id) {
  shownTicket = id;
  const { subject, customer, message } = TICKETS.find((ticket) => ticket.id === id) ?? TICKETS[0];
  for (const [selector, text] of [["#subject", subject], ["#customer", customer], ["#writer", customer], ["#message", message]]) {
    document.querySelector(selector).textContent = text;
  }
  for (const button of document.querySelectorAll("#tickets button")) button.ariaCurrent = String(button.value === id);
  showTicketNotes();
}

function noteItem(note) {
  const author = note.userID ? `User ${note.userID}` : "Agent Anonymous";
  return listItem([
    textElement("p", "muted", `${author} · type ${note.type} · ticket ${note.ticketID}`),
    textElement("p", "text", note.message),
  ]);
}

/** Shows the list of tickets. `open` is called with the number of the ticket that the user chooses. */
export function listTickets(open) {
  const list = document.querySelector("#tickets");
  list.append(...TICKETS.map(ticketItem));
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button) open(button.value);
  });
}

/** Removes every note from the sandbox. */
export async function deleteNotes() {
  await fetch("/sandbox/notes", { method: "DELETE" });
  refresh();
}
