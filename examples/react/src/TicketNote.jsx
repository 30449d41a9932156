export function TicketNote({ ticketId, userId, isTypeLocked, onSaved }) {
  return (
    <ticket-note
      ticket-id={ticketId}
      user-id={userId}
      type="calllog"
      lock-type={isTypeLocked}
      onnote-saved={({ detail }) => onSaved(detail)}
    >
      <a href={`/tickets/${ticketId}`}>Open the ticket</a>
    </ticket-note>
  );
}
