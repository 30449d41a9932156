/** Sends a note to the proxy: docs/specification.md, sections 2.1 to 2.5, in the shortest form. */
const TIMEOUT_MS = 30_000;
const UNKNOWN = "We could not confirm that the note was added. Check the ticket.";

/** Sends a note. Resolves to whether it was saved, and the sentence for the user. */
export async function send(endpoint, note, id) {
  const headers = { accept: "application/json", "content-type": "application/json", "idempotency-key": `"${id}"` };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(endpoint, { method: "POST", headers, body: JSON.stringify(note), redirect: "manual", signal });
    const { type, message, sent } = await response.json();
    if (response.ok && type === "result") return { isSaved: true, sentence: message || "The note was added." };
    return { isSaved: false, sentence: sent === "no" ? `Nothing was added. ${message}` : UNKNOWN };
  } catch {
    return { isSaved: false, sentence: UNKNOWN };
  }
}
