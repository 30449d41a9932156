/** The texts of the panel and of the context menu, in the language of the browser or in English. */
const TEXTS = {
  en: {
    title: "Ticket note",
    ticket: "Ticket",
    show: "Show",
    noDesk: "Enter the address of the note form first.",
    settings: "Open the settings",
    noTicket: "No ticket on this page. Type its number above.",
    insert: "Add as note",
    use: "Use as ticket number",
  },
  nl: {
    title: "Ticketnotitie",
    ticket: "Ticket",
    show: "Tonen",
    noDesk: "Vul eerst het adres van het notitieformulier in.",
    settings: "Instellingen openen",
    noTicket: "Geen ticket op deze pagina. Typ hierboven het nummer.",
    insert: "Toevoegen als notitie",
    use: "Gebruiken als ticketnummer",
  },
  de: {
    title: "Ticketnotiz",
    ticket: "Ticket",
    show: "Anzeigen",
    noDesk: "Geben Sie zuerst die Adresse des Notizformulars ein.",
    settings: "Einstellungen öffnen",
    noTicket: "Auf dieser Seite ist kein Ticket. Geben Sie oben die Nummer ein.",
    insert: "Als Notiz hinzufügen",
    use: "Als Ticketnummer verwenden",
  },
};

const [language] = navigator.language.split("-");

/** The language of the texts. */
export const lang = language in TEXTS ? language : "en";

export const texts = TEXTS[lang];
