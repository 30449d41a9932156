/** Runs functions one after another, in tasks of about 45 milliseconds. The browser can paint and
    respond to the user between tasks, even if a page mounts hundreds of forms at once. */
const TASK_MS = 45;
/** A page in the background shows nothing, so nothing waits for it longer than this. */
const SHOWN_MS = 100;
const waiting = [];
let shown, channel;

/** Schedules `act`, which must not throw. Several functions may share a task. */
export function inTurn(act) {
  if (waiting.push(act) === 1) queueTask();
}

/** Resolves once the browser has shown what is drawn now. */
export function afterShown() {
  shown ??= new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, SHOWN_MS);
  }).then(() => (shown = undefined));
  return shown;
}

async function runTask() {
  const end = performance.now() + TASK_MS;
  do {
    waiting[0]();
    // The engine renders in a microtask.
    await null;
    waiting.shift();
  } while (waiting.length > 0 && performance.now() < end);
  if (waiting.length > 0) queueTask();
}

/** Queues the next task. A page may replace `setTimeout`, and browsers delay it. */
function queueTask() {
  if (!channel) {
    channel = new MessageChannel();
    channel.port1.onmessage = runTask;
  }
  channel.port2.postMessage(null);
}
