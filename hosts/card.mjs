// Renders the card for HubSpot with the vendor's own test renderer. In the product, HubSpot does so.
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { Button, Text } from "@hubspot/ui-extensions";
import { createRenderer } from "@hubspot/ui-extensions/testing";
import React from "react";

const HOSTS = fileURLToPath(new URL(".", import.meta.url));

/** Builds the card of the package, which uses the same React as the renderer. */
async function loadCard() {
  const folder = mkdtempSync(join(HOSTS, "test/.card-"));
  try {
    const outfile = join(folder, "card.mjs");
    const entry = join(HOSTS, "../dist-hosts/hubspot/src/app/cards/Card.jsx");
    await build({ entryPoints: [entry], bundle: true, format: "esm", outfile, packages: "external", logLevel: "error" });
    return (await import(pathToFileURL(outfile))).Card;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const Card = await loadCard();

/** Waits until a function returns something. */
export async function until(find) {
  for (let tried = 0; tried < 200; tried++) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("nothing was rendered");
}

/** Renders the card for a record with this value of the property, and a user with this language. */
export function render(location, ticketId, locale = "en-US") {
  const renderer = createRenderer(location);
  let update;
  Object.assign(renderer.mocks.context.user, { locale });
  renderer.mocks.actions.fetchCrmObjectProperties.willCall(async () => ({ omnidesk_ticket: ticketId }));
  renderer.mocks.actions.onCrmPropertiesUpdate.willCall((_, listener) => (update = listener));
  renderer.render(React.createElement(Card, { location }));
  return { renderer, update: (ticketId) => update({ omnidesk_ticket: ticketId }) };
}

/** Returns what the card shows: its sentence, or the modal that its button opens and the alert after closing it. */
export async function outcomeOf(ticketId, locale) {
  const { renderer } = render("helpdesk.sidebar", ticketId, locale);
  const { openIframeModal, addAlert } = renderer.mocks.actions;
  const sentence = () => renderer.maybeFind(Text)?.text;
  await until(() => renderer.maybeFind(Button) || sentence()?.includes("omnidesk_ticket"));
  if (!renderer.maybeFind(Button)) return { sentence: sentence() };
  renderer.maybeFind(Button).trigger("onClick");
  const [modal, close] = openIframeModal.calls.at(-1);
  close();
  return { modal, alert: addAlert.calls.at(-1)[0] };
}
