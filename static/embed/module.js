/**
 * The form's WebAssembly module and its style sheet, loaded once for all elements of the page.
 *
 * URLs are as in the bundle, where this is a part of embed.js.
 */
const GLUE = new URL("./ticket-note.js", import.meta.url);
const WASM = new URL("./ticket-note_bg.wasm", import.meta.url);
const STYLES = new URL("./widget.css", import.meta.url);
const WASM_INTEGRITY = "sha384-WASM";

/** Why the form cannot run: one of the causes of `note-failed`. */
class Failure extends Error {
  constructor(cause) {
    super(`ticket-note: ${cause}`);
    this.failure = cause;
  }
}

let loading;

/** The module's functions and the style sheet. */
export function load() {
  loading ??= start().catch((error) => {
    // What could not be had now may be there for the next element.
    loading = undefined;
    throw error;
  });
  return loading;
}

/** A module that has panicked is not to be used again. */
export function forbidLoading() {
  loading = Promise.reject(new Failure("panic"));
  loading.catch(() => {});
}

/** The cause that `note-failed` names for what loading or mounting threw. */
export function causeOf(error) {
  return error.failure ?? (error instanceof WebAssembly.RuntimeError ? "panic" : "wasm-invalid");
}

/** A panic is a trap, wherever in the module it was; the trap of another module is not ours. */
export function isOwnTrap(error) {
  if (typeof WebAssembly !== "object" || !(error instanceof WebAssembly.RuntimeError)) return false;
  const stack = String(error.stack);
  const [frame] = stack.match(/^.*wasm-function.*$/m) ?? [""];
  // WebKit names no module there, but further down the script that called into it.
  return frame.includes("://") ? frame.includes(fileOf(WASM)) : stack.includes(fileOf(GLUE));
}

function fileOf(url) {
  return url.pathname.split("/").pop();
}

async function start() {
  if (typeof WebAssembly !== "object") throw new Failure("wasm-unsupported");
  const [glue, module, sheet] = await Promise.all([loadGlue(), loadWasm(), loadStyles()]);
  try {
    glue.initSync({ module });
  } catch {
    throw refused();
  }
  return { glue, sheet };
}

/** A browser may remember of an address that nothing came: the next element asks at another one. */
let query = "";

function loadGlue() {
  return import(GLUE.href + query).catch(() => {
    query += "?";
    throw new Failure("wasm-missing");
  });
}

async function loadWasm() {
  const response = await fetch(WASM, { integrity: WASM_INTEGRITY }).catch(() => undefined);
  if (!response?.ok) throw new Failure((await isThere(WASM)) ? "wasm-invalid" : "wasm-missing");
  try {
    return await WebAssembly.compileStreaming(response);
  } catch {
    throw refused();
  }
}

/** Whether something comes at all: a file that is not what it should be looks missing to fetch. */
async function isThere(url) {
  const response = await fetch(url).catch(() => undefined);
  return Boolean(response?.ok);
}

/** A policy that keeps our module from running keeps the smallest one there is from running, too. */
function refused() {
  try {
    // WebKit compiles what it then does not let run.
    new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
    return new Failure("wasm-invalid");
  } catch {
    return new Failure("wasm-blocked");
  }
}

/** A form without its styles is plain and works: a missing style sheet is no failure. */
async function loadStyles() {
  const sheet = new CSSStyleSheet();
  const response = await fetch(STYLES).catch(() => undefined);
  if (response?.ok) sheet.replaceSync(await response.text());
  return sheet;
}
