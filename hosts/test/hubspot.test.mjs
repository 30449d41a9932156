// The card for HubSpot, rendered by the vendor's own test renderer, and the files of the project.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Button, Text } from "@hubspot/ui-extensions";
import { PACKAGES, packageFiles } from "../build.mjs";
import { outcomeOf, render, until } from "../card.mjs";

const files = packageFiles(PACKAGES.find(({ name }) => name === "hubspot"));

const addressIn = (renderer) => renderer.mocks.actions.openIframeModal.calls.at(-1)[0];

for (const location of ["helpdesk.sidebar", "crm.record.sidebar"]) {
  test(`${location}: the button opens the form of the ticket`, async () => {
    const { renderer, update } = render(location, "858462");
    const button = await until(() => renderer.maybeFind(Button));
    button.trigger("onClick");
    const { uri, width, height, title } = addressIn(renderer);
    assert.match(uri, /^https:\/\/desk\.example\/ticket-note\/index\.html\?ticketId=858462&lang=[\w-]+$/);
    assert.deepEqual([width, height], [480, 560]);
    assert.ok(title);

    renderer.mocks.actions.openIframeModal.calls.at(-1)[1]();
    assert.equal(renderer.mocks.actions.addAlert.calls.length, 1);

    update("7&userId=1");
    await until(() => {
      renderer.maybeFind(Button)?.trigger("onClick");
      return addressIn(renderer).uri.includes("ticketId=7%26userId%3D1&");
    });
  });

  test(`${location}: a record without a number has a sentence and no button`, async () => {
    const { renderer } = render(location, "");
    await until(() => renderer.maybeFind(Text)?.text?.includes("omnidesk_ticket"));
    assert.equal(renderer.maybeFind(Button), null);
    assert.equal(renderer.mocks.actions.openIframeModal.calls.length, 0);
  });
}

test("the card has the language of the user, or English", async () => {
  for (const [locale, title, sentence] of [
    ["nl-NL", "Notitie toevoegen", "Dit record heeft geen Omnidesk-nummer. Veld: omnidesk_ticket"],
    ["de", "Notiz hinzufügen", "Dieser Datensatz hat keine Omnidesk-Nummer. Feld: omnidesk_ticket"],
    ["xx", "Add a note", "This record has no Omnidesk number. Field: omnidesk_ticket"],
  ]) {
    const { modal } = await outcomeOf("858462", locale);
    assert.deepEqual([modal.title, new URL(modal.uri).searchParams.get("lang")], [title, locale]);
    assert.deepEqual(await outcomeOf("", locale), { sentence });
  }
});

test("the files of the project have exactly the documented keys", () => {
  const read = (path) => JSON.parse(files.get(path));
  const keys = (value) => Object.keys(value).sort();
  assert.deepEqual(keys(read("hsproject.json")), ["name", "platformVersion", "srcDir"]);
  const app = read("src/app/app-hsmeta.json");
  assert.deepEqual([keys(app), keys(app.config)], [["config", "type", "uid"], ["auth", "distribution", "name", "permittedUrls"]]);
  for (const [name, location] of [["helpdesk", "helpdesk.sidebar"], ["record", "crm.record.sidebar"]]) {
    const card = read(`src/app/cards/${name}-hsmeta.json`);
    assert.deepEqual([keys(card), keys(card.config)], [["config", "type", "uid"], ["entrypoint", "location", "name", "objectTypes"]]);
    assert.equal(card.config.location, location);
    assert.ok(files.has(`src${card.config.entrypoint}`));
  }
});

test("the app permits the origin of the form's address", () => {
  const { permittedUrls } = JSON.parse(files.get("src/app/app-hsmeta.json")).config;
  const [, desk] = /DESK = "(.*)"/.exec(files.get("src/app/cards/settings.js"));
  assert.deepEqual(permittedUrls.iframe, [new URL(desk).origin]);
});
