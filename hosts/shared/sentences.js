/** The sentences of the packages beside those of the form. */

const NO_TICKET = {
  en: "This record has no Omnidesk number. Field: {}",
  nl: "Dit record heeft geen Omnidesk-nummer. Veld: {}",
  de: "Dieser Datensatz hat keine Omnidesk-Nummer. Feld: {}",
};

/** Returns the sentence for a record whose field has no ticket, in a language or in English. */
export function noTicketIn(lang, field) {
  return (NO_TICKET[languageOf(lang)] ?? NO_TICKET.en).replace("{}", field);
}

const TEXTS = {
  en: { add: "Add a note", loading: "Loading", closed: "The note form was closed. A note that was not sent is kept as a draft." },
  nl: { add: "Notitie toevoegen", loading: "Laden", closed: "Het notitieformulier is gesloten. Een notitie die niet is verzonden, blijft als concept bewaard." },
  de: { add: "Notiz hinzufügen", loading: "Wird geladen", closed: "Das Notizformular wurde geschlossen. Eine nicht gesendete Notiz bleibt als Entwurf erhalten." },
};

/** Returns the texts of a card in a language or in English. */
export function textsIn(lang) {
  return TEXTS[languageOf(lang)] ?? TEXTS.en;
}

function languageOf(lang) {
  return String(lang).split(/[-_]/)[0].toLowerCase();
}
