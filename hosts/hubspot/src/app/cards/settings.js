/** The address of the note form. Its origin is also in `permittedUrls.iframe` of `app-hsmeta.json`. */
export const DESK = "https://desk.example/ticket-note/";

/** The property with the number of the Omnidesk ticket. */
export const PROPERTY = "omnidesk_ticket";
