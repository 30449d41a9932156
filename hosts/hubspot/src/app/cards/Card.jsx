/** The card: a button that opens the form in a modal. A card runs in a worker, so it cannot contain the form. */
import React, { useEffect, useState } from "react";
import { Button, Text, useExtensionActions, useExtensionContext } from "@hubspot/ui-extensions";
import { addressOf } from "./host.js";
import { noTicketIn, textsIn } from "./sentences.js";
import { DESK, PROPERTY } from "./settings.js";

const SIZE = { width: 480, height: 560 };

/** Shows the card at a location of HubSpot. */
export function Card({ location }) {
  const { user } = useExtensionContext(location);
  const { addAlert, fetchCrmObjectProperties, onCrmPropertiesUpdate, openIframeModal } = useExtensionActions(location);
  const [ticketId, setTicketId] = useState(undefined);

  useEffect(() => {
    fetchCrmObjectProperties([PROPERTY]).then((properties) => setTicketId(properties[PROPERTY] || null));
    onCrmPropertiesUpdate([PROPERTY], (properties) => setTicketId(properties[PROPERTY] || null));
  }, []);

  const lang = user?.locale ?? "en";
  const texts = textsIn(lang);
  if (ticketId === undefined) return <Text>{texts.loading}</Text>;
  if (ticketId === null) return <Text>{noTicketIn(lang, PROPERTY)}</Text>;
  // The modal cannot change its size: without `parentOrigin`, a long text scrolls in the form.
  const uri = addressOf(DESK, { ticketId, lang }).href;
  const open = () =>
    openIframeModal({ uri, ...SIZE, title: texts.add }, () => addAlert({ type: "info", message: texts.closed }));
  // Without the key, the renderer keeps the handler of the former number.
  return (
    <Button key={uri} onClick={open}>
      {texts.add}
    </Button>
  );
}
