/** For each language: the name of the button, the text for an empty list, and the problem of a text with
    placeholders. */
export const TEXTS = {
  en: ["Insert template", "No template found", "Replace {} before you send."],
  nl: ["Sjabloon invoegen", "Geen sjabloon gevonden", "Vervang {} voordat u verstuurt."],
  de: ["Vorlage einfügen", "Keine Vorlage gefunden", "Ersetzen Sie {} vor dem Senden."],
  fr: ["Insérer un modèle", "Aucun modèle trouvé", "Remplacez {} avant d’envoyer."],
  es: ["Insertar plantilla", "No hay ninguna plantilla", "Sustituya {} antes de enviar."],
  ar: ["إدراج قالب", "لا يوجد قالب", "استبدل {} قبل الإرسال."],
};
