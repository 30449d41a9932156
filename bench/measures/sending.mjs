// The times of a form that cannot send a note mean nothing.
import { visit } from "../browser.mjs";

const TIMEOUT_MS = 20_000;

/** Sends a note. Fails if it is not saved in time. */
export async function checkSending(browser, { name, url, isModule }) {
  await visit(browser, {}, async (page) => {
    await page.open(`${url}/load.html`);
    await page.call(`probe.loaded(${isModule})`);
    const isSaved = await Promise.race([page.call("probe.send()").then(() => true), page.settle(TIMEOUT_MS)]);
    if (!isSaved) throw new Error(`${name} did not save a note`);
  });
}
