import { useState } from "react";
import { TicketNote } from "./TicketNote.jsx";

export function App() {
  const [ticketId, setTicketId] = useState(858462);
  const [message, setMessage] = useState("");
  const showSaved = (note) => setMessage(`Added a note to ticket ${note.ticketId}.`);

  return (
    <main>
      <h1>Ticket {ticketId}</h1>
      <button type="button" onClick={() => setTicketId(ticketId + 1)}>
        Next ticket
      </button>
      <TicketNote ticketId={ticketId} userId={254} isTypeLocked={true} onSaved={showSaved} />
      <p role="status">{message}</p>
    </main>
  );
}
