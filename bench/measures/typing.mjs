// A key press, from the event to the end of the microtasks that it causes.
import { visit } from "../browser.mjs";

const LONG_TEXT = 15_000;

export async function measureTyping(browser, { url, isModule }) {
  return visit(browser, {}, async (page) => {
    await page.open(`${url}/load.html`);
    await page.call(`probe.loaded(${isModule})`);
    const empty = await page.call("probe.key(0)");
    const long = await page.call(`probe.key(${LONG_TEXT})`);
    return { "key-empty": empty, "key-long": long };
  });
}
