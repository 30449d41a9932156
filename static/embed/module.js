/** The engine of the forms, loaded once for all elements of the page. It is the WebAssembly module, or the
    translation of the module to JavaScript where WebAssembly cannot run. The bundle step replaces the names
    and the integrity. */
import { environment } from "./environment.js";
import { get } from "./fetch.js";
import { afterShown } from "./turns.js";

/** A script of the bundle is imported by its name. To parse all addresses would delay the first frame. */
const GLUE = { href: "./ticket-note.js" };
const JAVASCRIPT = { href: "./ticket-note-js.js" };
const WASM = "./ticket-note_bg.wasm";
const WASM_INTEGRITY = "sha256-WASM";
/** On a line of 50 kbit/s, the module takes a quarter of this time. */
const TIMEOUT_MS = 60_000;
const fileOf = (name) => name.replace("./", "");

/** Returns the error for a reason why the form cannot run: one of the causes of `note-failed`. */
function failure(cause) {
  return Object.assign(new Error(cause), { failure: cause });
}

let loading, NoteForm;

/** Loads an engine, once the browser has shown the drawn form. Returns its class `NoteForm`. */
export function load() {
  loading ??= start().catch((error) => {
    // The next element tries again.
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Makes every later `load` fail: an engine that has trapped cannot be used again. */
export function forbid() {
  loading = Promise.reject(failure("panic"));
  loading.catch(() => {});
  NoteForm = undefined;
}

/** Removes the drafts that elements hold in the engine's memory. */
export function forgetMemory() {
  NoteForm?.forgetAll();
}

/** Returns the cause for an error of loading or mounting. */
export function causeOf(error) {
  return error?.failure ?? (isRuntimeError(error) ? "panic" : "wasm-invalid");
}

let failAll;

/** Calls `fail` when the engine traps, in any call. */
export function onTrap(fail) {
  failAll = fail;
  for (const type of ["error", "unhandledrejection"]) {
    window.addEventListener(type, ({ error, reason }) => isOwnTrap(error ?? reason) && fail());
  }
}

/** Calls the engine. If it traps, calls `before`, makes every form of the page fail, and returns nothing. */
export function guard(call, before) {
  try {
    return call();
  } catch (error) {
    if (!isOwnTrap(error)) throw error;
    before?.();
    failAll();
  }
}

/** Returns whether an error is a trap of this engine, not of another module in the page. */
let isOwnTrap = (error) => {
  if (!isRuntimeError(error)) return false;
  const stack = String(error.stack);
  const [frame] = stack.match(/^.*wasm-function.*$/m) ?? [""];
  // WebKit's stack does not name the module, only the script that called it.
  return frame.includes("://") ? frame.includes(fileOf(WASM)) : stack.includes(fileOf(GLUE.href));
};

function isRuntimeError(error) {
  return typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError;
}

async function start() {
  await afterShown();
  ({ NoteForm } = await loadWebAssembly().catch(loadJavaScript));
  return NoteForm;
}

async function loadWebAssembly() {
  if (typeof WebAssembly !== "object") throw failure("wasm-unsupported");
  if (isBlocked()) throw failure("wasm-blocked");
  const [glue, module] = await Promise.all([importScript(GLUE), loadWasm()]);
  glue.initSync({ module });
  return glue;
}

/** Loads the JavaScript engine. If that also fails, the cause is why WebAssembly cannot run. */
async function loadJavaScript(reason) {
  const script = await importScript(JAVASCRIPT).catch(() => ({}));
  if (!script.NoteForm) throw reason;
  isOwnTrap = script.isTrap;
  environment.engine = "js";
  return script;
}

/** A policy that blocks our module also blocks the smallest possible one, so nothing is fetched in vain. */
function isBlocked() {
  try {
    // WebKit compiles a module that it then refuses to instantiate.
    new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
    return false;
  } catch {
    return true;
  }
}

function importScript(script) {
  return import(script.href).catch(() => {
    // A browser may cache a failed import, so the next element imports from another address.
    script.href += "?";
    throw failure("wasm-missing");
  });
}

async function loadWasm() {
  const url = new URL(WASM, import.meta.url);
  const load = () => get(url, { integrity: WASM_INTEGRITY, signal: AbortSignal.timeout(TIMEOUT_MS) });
  let response = await load();
  if (!response) {
    // `fetch` fails in the same way if a file is missing and if its content has changed.
    if (!(await get(url))) throw failure("wasm-missing");
    response = await load();
    if (!response) throw failure("wasm-invalid");
  }
  return WebAssembly.compileStreaming(response);
}
