/**
 * A form script for Dynamics 365: shows the Omnidesk ticket of a record in an IFRAME column.
 *
 * Register `TicketNote.onLoad` for the event OnLoad of the form, with "Pass execution context as first parameter".
 * Compile it with `tsc`; the result is a web resource of type script.
 */
namespace TicketNote {
  /** The folder of the bundle. */
  const DESK = "https://desk.example/ticket-note/";
  /** The logical name of the column with the Omnidesk number. */
  const COLUMN = "new_omnideskticket";
  /** The name of the IFRAME on the form. */
  const FRAME = "IFRAME_ticketnote";

  /** Follows the column from the opening of the form on. */
  export function onLoad(context: Xrm.Events.EventContext): void {
    const form = context.getFormContext();
    const column = form.getAttribute<Xrm.Attributes.Attribute<string | number>>(COLUMN);
    if (!column) return;
    const show = () => showTicket(form, column.getValue());
    column.addOnChange(show);
    show();
  }

  function showTicket(form: Xrm.FormContext, ticket: string | number | null): void {
    const frame = form.getControl<Xrm.Controls.FramedControl>(FRAME);
    if (!frame) return;
    frame.setVisible(Boolean(ticket));
    if (ticket) form.ui.clearFormNotification(FRAME);
    else form.ui.setFormNotification("This record has no Omnidesk number.", "INFO", FRAME);
    if (!ticket) return;
    const page = new URL("index.html", DESK);
    // With `host=dynamics`, the parameters that Dynamics adds do not reach the form.
    page.search = new URLSearchParams({ host: "dynamics", ticketId: String(ticket) }).toString();
    frame.setSrc(page.href);
  }
}
