/** Runs functions one after another, in tasks of a tenth of a second at most. The browser can paint and respond
    to the user in between, although a page may mount hundreds of forms at once. */
const TASK_MS = 100;
const waiting = [];
const { port1, port2 } = new MessageChannel();
port1.onmessage = runTask;

/** Calls `act`, which does not throw, in a task of its own, or in one with others. */
export function inTurn(act) {
  if (waiting.push(act) === 1) port2.postMessage(null);
}

async function runTask() {
  const end = performance.now() + TASK_MS;
  do {
    waiting[0]();
    // The module renders in a microtask.
    await null;
    waiting.shift();
  } while (waiting.length > 0 && performance.now() < end);
  if (waiting.length > 0) port2.postMessage(null);
}
