// The client of Zendesk's messages: whom it hears, and to whom it posts.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { connect } from "../zendesk/assets/client.js";

const ORIGIN = "https://acme.zendesk.com";
const REGISTERED = { key: "zaf.app.registered", message: { metadata: { settings: { desk: "https://desk.example/" } } } };

let posted;
let receive;

beforeEach(() => {
  posted = [];
  globalThis.parent = { postMessage: (message, target) => posted.push({ message, target }) };
  globalThis.addEventListener = (_, listener) => (receive = listener);
});

/** Returns the query of the app's address. */
const searchOf = (origin, appGuid = "guid-1") => `?${new URLSearchParams({ origin, app_guid: appGuid })}`;
const hear = (data, { origin = ORIGIN, source = parent } = {}) =>
  receive({ data: typeof data === "string" ? data : JSON.stringify(data), origin, source });
/** Waits until everything that a message led to was done. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const lastMessage = () => JSON.parse(posted.at(-1).message);

function connectRegistered() {
  const client = connect(searchOf(ORIGIN));
  hear(REGISTERED);
  return client;
}

/** Asks for a value, and returns the request with its answer. */
async function ask(client) {
  const answer = client.get("currentUser.locale");
  answer.catch(() => {});
  await settled();
  return { answer, id: lastMessage().id };
}

test("only a page of Zendesk gets a client", () => {
  const others = [
    "http://acme.zendesk.com",
    "https://acme.zendesk.com.example",
    "https://acme.zendesk.com:8443",
    "https://acme-zendesk.com",
    "https://acmexzendesk.com",
    "https://acme.zendeskxcom",
    "https://evil.example/https://acme.zendesk.com",
    "https://evil.example/?a.zendesk.com",
    "https://zendesk.com",
    "https://.zendesk.com",
    "https://acme.evil.zendesk.com",
    "*",
    "",
  ];
  for (const origin of others) assert.equal(connect(searchOf(origin)), null, origin);
  assert.equal(connect(searchOf(ORIGIN, "")), null, "without the ID of an app");
  assert.equal(connect(""), null, "without a query");
  assert.deepEqual(posted, []);
  assert.ok(connect(searchOf(ORIGIN)));
});

test("every message is posted to the origin of Zendesk only", async () => {
  const client = connectRegistered();
  client.on("app.activated", () => {});
  client.invoke("notify", "Added.", "notice");
  hear({ key: "zaf.app.activated", needsReply: true });
  await settled();
  const kinds = posted.map(({ message }) => (typeof message === "string" ? JSON.parse(message) : message));
  assert.ok(kinds.some(({ request }) => request === "invoke"));
  assert.ok(kinds.some(({ key }) => key === "iframe.reply:app.activated"));
  assert.deepEqual(new Set(posted.map(({ target }) => target)), new Set([ORIGIN]));
});

test("messages of another origin or window are ignored", async () => {
  const client = connectRegistered();
  const seen = [];
  client.on("colorScheme.changed", (scheme) => seen.push(scheme));
  const { answer, id } = await ask(client);
  const foreign = [{ origin: "https://evil.zendesk.com" }, { origin: "null" }, { source: {} }, { source: null }];
  for (const from of foreign) {
    hear({ key: "zaf.colorScheme.changed", message: "forged" }, from);
    hear({ id, result: { "currentUser.locale": "forged" } }, from);
    hear({ key: "zaf.colorScheme.changed", needsReply: true }, from);
  }
  const count = posted.length;
  hear({ key: "zaf.colorScheme.changed", message: "dark" });
  hear({ id, result: { "currentUser.locale": "nl" } });
  assert.deepEqual(await answer, { "currentUser.locale": "nl" });
  assert.deepEqual(seen, ["dark"]);
  assert.equal(posted.length, count, "no reply");
});

test("a registration by another page is ignored", async () => {
  const client = connect(searchOf(ORIGIN));
  hear(REGISTERED, { origin: "https://evil.example" });
  hear(REGISTERED, { source: {} });
  client.get("currentUser.locale");
  await settled();
  assert.deepEqual(posted.map(({ message }) => JSON.parse(message).key), ["iframe.handshake"]);
});

test("a message that the client does not know changes nothing", async () => {
  const client = connectRegistered();
  const { answer, id } = await ask(client);
  const unknown = ["", "{", "null", "7", '"zaf.app.registered"', "[]", '{"key":"zaf.unknown"}', '{"id":99}'];
  for (const data of unknown) assert.doesNotThrow(() => hear(data), data);
  hear({ id, result: 7 });
  assert.equal(await answer, 7);
});

test("an event that is not of Zendesk calls no handler", async () => {
  const client = connectRegistered();
  const seen = [];
  client.on("changed", () => seen.push("changed"));
  for (const key of ["changed", "zap.changed", "zaf-changed", undefined]) hear({ key });
  assert.deepEqual(seen, []);
  hear({ key: "zaf.changed" });
  assert.deepEqual(seen, ["changed"]);
});

test("each handler of an event is called, and their number is posted", async () => {
  const client = connectRegistered();
  const seen = [];
  for (const name of ["first", "second"]) {
    client.on("app.activated", (message) => seen.push([name, message]));
    await settled();
    assert.deepEqual(lastMessage().message, { subscriberCount: name === "first" ? 1 : 2 });
  }
  hear({ key: "zaf.app.activated", message: 7 });
  assert.deepEqual(seen, [["first", 7], ["second", 7]]);
});

test("an error of Zendesk rejects its request only", async () => {
  const client = connectRegistered();
  const [first, second] = [await ask(client), await ask(client)];
  hear({ id: first.id, error: { message: "no such path" } });
  await assert.rejects(first.answer, /^Error: no such path$/);
  hear({ id: second.id, result: 7 });
  assert.equal(await second.answer, 7);
});

test("an event that needs a reply gets one, and calls no handler", async () => {
  const client = connectRegistered();
  const seen = [];
  client.on("ticket.save", () => seen.push("save"));
  hear({ key: "zaf.ticket.save", needsReply: true });
  assert.deepEqual(posted.at(-1).message, { appGuid: "guid-1", key: "iframe.reply:ticket.save" });
  assert.deepEqual(seen, []);
});
