/** The app in the sidebar of a ticket: the form with the Omnidesk ticket that a custom field names. */
import { frame } from "./host.js";
import { noTicketIn } from "./sentences.js";

const LEVELS = { saved: "notice", refused: "error", unknown: "alert" };

/** Shows the form in an element, for a client of Zendesk's framework. */
export async function start(client, place) {
  const { settings } = await client.metadata();
  const path = `ticket.customField:custom_field_${settings.ticket_field}`;
  const read = async (path) => (await client.get(path))[path];
  let lang = "en";
  try {
    lang = (await read("currentUser.locale")) ?? lang;
  } catch {
    // The form falls back to English.
  }
  const noTicket = noTicketIn(lang, settings.ticket_field);
  const note = frame(place, { desk: settings.desk, lang, noTicket, theme: themeOf(location.search) });
  const showTicket = async () => note.set({ ticketId: (await read(path)) || null });
  const showTheme = (scheme) => note.set({ theme: applyTheme(scheme) });

  client.on("colorScheme.changed", showTheme);
  client.on(`ticket.custom_field_${settings.ticket_field}.changed`, showTicket);
  client.on("app.activated", showTicket);
  for (const [kind, level] of Object.entries(LEVELS)) {
    // `notify` has been fed with HTML by other apps: `say` is a sentence of the form and nothing else.
    note.on(kind, ({ say }) => client.invoke("notify", say, level));
  }
  followHeight((height) => client.invoke("resize", { width: "100%", height: `${height}px` }));
  await showTicket();
}

function themeOf(search) {
  return applyTheme(new URLSearchParams(search).get("colorScheme"));
}

function applyTheme(scheme) {
  const theme = scheme === "dark" ? "dark" : "light";
  document.documentElement.dataset.theme = theme;
  return theme;
}

/** Calls `report` once for each new height of the page. */
function followHeight(report) {
  let reported = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === 0 || height === reported) return;
    reported = height;
    report(height);
  }).observe(document.body);
}
