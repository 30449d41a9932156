// Many forms at once, the memory that they take, and the memory that their removal leaves behind.
import { visit } from "../browser.mjs";

const FORMS = 200;
const CYCLES = 5;
// Drafts, timers and observers of removed forms end within this time.
const REMOVED_AFTER_MS = 400;

export async function measureMounting(browser, { url, isModule }) {
  return visit(browser, {}, async (page) => {
    const mount = (count) => page.call(`probe.mount(${count}, ${isModule})`);
    const unmount = () => page.call("probe.unmount()");
    await page.open(`${url}/mount.html`);
    // The first form loads and compiles what all forms share.
    await mount(1);
    await unmount();
    await page.settle(REMOVED_AFTER_MS);
    const without = await page.heap();
    const { visible, taken } = await mount(FORMS);
    const heap = ((await page.heap()) - without) / FORMS;
    await unmount();
    await page.settle(REMOVED_AFTER_MS);
    return { "mount-visible": visible, "mount-taken": taken, heap, left: await left(page, mount, unmount), wasm: await page.wasmMemory() };
  });
}

/** Returns the bytes that a mount and a removal leave, in the heap and in the memory of the module. The heap
    also holds the machine code of functions, which V8 compiles during the first mounts. */
async function left(page, mount, unmount) {
  const used = async () => {
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      await mount(FORMS);
      await unmount();
    }
    await page.settle(REMOVED_AFTER_MS);
    return (await page.heap()) + (await page.wasmMemory());
  };
  const before = await used();
  return ((await used()) - before) / (CYCLES * FORMS);
}
