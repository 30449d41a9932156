// A page that uses every part of the types of `host.js`. The compiler checks it.
import { addressOf, frame } from "../../static/host.js";

const place = document.querySelector("main") as HTMLElement;
const note = frame(place, { desk: "https://desk.example/ticket-note/", ticketId: 858462, token: async () => null });
note.on("saved", ({ say, ticketId }) => console.log(say.length, ticketId.toFixed()));
note.on("state", ({ state, hasText }) => console.log(state === "sending" && hasText));
note.on("open", ({ url }) => console.log(url.length));
note.set({ ticketId: null, lang: "nl", theme: "dark" });
note.insert("Text", 7);
note.token = () => "token";
console.log(addressOf("https://desk.example/ticket-note/", { ticketId: 7, parentOrigin: location.origin }).href);
// @ts-expect-error: only the properties of section 5.3 can be set.
note.set({ endpoint: "/other" });
// @ts-expect-error: there is no such message.
note.on("sent", () => {});
note.destroy();
