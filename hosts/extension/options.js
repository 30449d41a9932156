/** The settings page: asks for access to the desk and to the sites of the rules, then stores both. */
import { permissionFor, ticketIn } from "./rules.js";
import { deskOf, readSettings } from "./settings.js";

const [desk, rules, sample] = ["#desk", "#rules", "#sample"].map((id) => document.querySelector(id));
const [preview, status] = ["#preview", "#status"].map((id) => document.querySelector(id));

const listed = () => rules.value.split("\n").map((rule) => rule.trim()).filter(Boolean);

function showPreview() {
  const ticket = ticketIn(sample.value, listed());
  preview.value = sample.value === "" ? "" : ticket === null ? "No rule matches." : `Ticket ${ticket}`;
}

/** Returns the problem of the settings, or `null`. */
function problem() {
  if (deskOf(desk.value) === null) return "The address of the form has to begin with https://.";
  const invalid = listed().find((rule) => permissionFor(rule) === null);
  return invalid ? `This is no https address with one {ticket}: ${invalid}` : null;
}

document.querySelector("#settings").addEventListener("submit", (event) => {
  event.preventDefault();
  status.textContent = problem() ?? "";
  if (status.textContent !== "") return;
  const [address, list] = [deskOf(desk.value), listed()];
  const origins = [`https://${new URL(address).hostname}/*`, ...list.map(permissionFor)];
  // A browser asks only in the task of the click. The settings are stored whatever the answer is.
  chrome.permissions.request({ origins: [...new Set(origins)] }).then(async (isGranted) => {
    await chrome.storage.local.set({ desk: address, rules: list });
    status.textContent = isGranted
      ? "Saved."
      : "Saved. Without access to the form's site you have to sign in inside the panel, and without access to the other sites you have to type the number.";
  });
});
for (const input of [rules, sample]) input.addEventListener("input", showPreview);

const settings = await readSettings();
desk.value = settings.desk;
rules.value = settings.rules.join("\n");
