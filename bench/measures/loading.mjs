// From the navigation to a form that can be used: with an empty cache, then with a full one.
import { visit } from "../browser.mjs";

// The browser writes the cache, and V8 its code cache, after the page has loaded.
const CACHED_AFTER_MS = 500;

export const measureLoading = (browser, contestant) => load(browser, contestant, false);
export const measureSlowLoading = (browser, contestant) => load(browser, contestant, true);

async function load(browser, { url, isModule }, isSlow) {
  const line = isSlow ? "slow" : "loopback";
  return visit(browser, { isSlow }, async (page) => {
    await page.open(`${url}/load.html`, "commit");
    const cold = await page.call(`probe.loaded(${isModule})`);
    await page.settle(CACHED_AFTER_MS);
    const bytes = await page.call("probe.transferred()");
    await page.open(`${url}/load.html?warm`, "commit");
    const warm = await page.call(`probe.loaded(${isModule})`);
    return {
      bytes,
      [`${line}-cold-usable`]: cold.usable,
      [`${line}-cold-taken`]: cold.taken,
      [`${line}-warm-usable`]: warm.usable,
      [`${line}-warm-taken`]: warm.taken,
    };
  });
}
