// Chromium, and visits of a page in it. Each visit has a context of its own, with an empty cache.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import { fileURLToPath } from "node:url";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PROBE = fileURLToPath(new URL("probe.js", import.meta.url));

/** A line of 10 Mbit/s with 40 ms, and a CPU that is 4 times slower. */
const SLOW = { offline: false, latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 5e6 / 8 };
const SLOWDOWN = 4;

/** Launches Chromium. Another program can drive it too, if `port` is given. */
export async function launch(port) {
  const args = port ? [...ARGS, `--remote-debugging-port=${port}`] : ARGS;
  return chromium.launch({ executablePath: executable(), args });
}

function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = process.env.PATH.split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (!found) throw new Error("install Chromium, or set CHROMIUM to its program");
  return found;
}

/** Opens a context with Playwright's options for it, calls `act` with a visit, and closes the context. */
export async function visit(browser, { isSlow = false, context: options }, act) {
  const context = await browser.newContext(options);
  try {
    await context.addInitScript({ path: PROBE });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    if (isSlow) await slowDown(session);
    return await act(new Visit(page, session));
  } finally {
    await context.close();
  }
}

async function slowDown(session) {
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", SLOW);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
}

class Visit {
  #page;
  #session;

  constructor(page, session) {
    this.#page = page;
    this.#session = session;
  }

  /** Goes to a page, and waits for its load event or, for a measure of loading, for its first bytes only. */
  async open(url, waitUntil = "load") {
    await this.#page.goto(url, { waitUntil });
  }

  /** Calls the probe. Unlike Playwright's `evaluate`, this needs no `eval` in the page. */
  async call(expression) {
    const { result, exceptionDetails } = await this.#session.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  }

  async settle(milliseconds) {
    await this.#page.waitForTimeout(milliseconds);
  }

  /** Opens a page, and returns each picture that the browser shows until `act` ends, as PNG in base64. Times
      are in milliseconds since the navigation began, and negative for what was shown before. */
  async record(url, act) {
    const shown = [];
    this.#session.on("Page.screencastFrame", ({ data, metadata, sessionId }) => {
      shown.push({ data, at: metadata.timestamp * 1000 });
      // The browser sends no further picture until it knows that this one arrived.
      this.#session.send("Page.screencastFrameAck", { sessionId }).catch(() => {});
    });
    await this.#session.send("Page.startScreencast", { format: "png" });
    await this.open(url, "commit");
    await act();
    const begin = await this.call("performance.timeOrigin");
    await this.#session.send("Page.stopScreencast");
    return shown.map(({ data, at }) => ({ data, time: at - begin }));
  }

  /** Saves a picture of an HTML page. */
  async print(html, path) {
    await this.#page.setContent(html);
    await this.#page.screenshot({ path, fullPage: true });
  }

  /** Returns the CPU profile of a call, with a sample every `microseconds`, and what layout and styles took. */
  async profile(expression, microseconds) {
    await this.#session.send("Performance.enable");
    await this.#session.send("Profiler.enable");
    await this.#session.send("Profiler.setSamplingInterval", { interval: microseconds });
    const before = await this.#metrics();
    await this.#session.send("Profiler.start");
    const result = await this.call(expression);
    const { profile } = await this.#session.send("Profiler.stop");
    const after = await this.#metrics();
    const metrics = Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - before[name]]));
    return { result, profile, metrics };
  }

  async #metrics() {
    const { metrics } = await this.#session.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  }

  /** Collects garbage, and returns the bytes of the JavaScript heap. */
  async heap() {
    await this.#session.send("HeapProfiler.collectGarbage");
    await this.settle(50);
    await this.#session.send("HeapProfiler.collectGarbage");
    return (await this.#session.send("Runtime.getHeapUsage")).usedSize;
  }

  /** Returns the bytes of all WebAssembly memories of the page. */
  async wasmMemory() {
    const prototype = await this.#session.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
    const { objects } = await this.#session.send("Runtime.queryObjects", { prototypeObjectId: prototype.result.objectId });
    const { result } = await this.#session.send("Runtime.callFunctionOn", {
      objectId: objects.objectId,
      functionDeclaration: "function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }",
      returnByValue: true,
    });
    await this.#session.send("Runtime.releaseObject", { objectId: objects.objectId });
    return result.value;
  }
}
