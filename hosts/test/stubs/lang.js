// Plays `@salesforce/i18n/lang`, the language of the user.
export default new URLSearchParams(location.search).get("lang") ?? "en-US";
