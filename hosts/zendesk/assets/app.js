import { connect } from "./client.js";
import { start } from "./sidebar.js";

const place = document.querySelector("#note");
const client = connect();
if (client) start(client, place);
else place.textContent = "This page is an app for Zendesk Support.";
