import { hubspot } from "@hubspot/ui-extensions";
import { Card } from "./Card.jsx";

hubspot.extend(() => <Card location="helpdesk.sidebar" />);
