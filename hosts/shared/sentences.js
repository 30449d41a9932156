/** The sentences of the packages beside those of the form. */

const NO_TICKET = {
  en: "This record has no Omnidesk number. Field: {}",
  nl: "Dit record heeft geen Omnidesk-nummer. Veld: {}",
  de: "Dieser Datensatz hat keine Omnidesk-Nummer. Feld: {}",
};

/** Returns the sentence for a record whose field has no ticket, in a language or in English. */
export function noTicketIn(lang, field) {
  const language = String(lang).split(/[-_]/)[0].toLowerCase();
  return (NO_TICKET[language] ?? NO_TICKET.en).replace("{}", field);
}
