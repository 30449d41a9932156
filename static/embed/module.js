/** The form's module, loaded once for all elements of the page. The bundle step replaces the URLs and the
    integrity. */
import { get } from "./fetch.js";

const GLUE = new URL("./ticket-note.js", import.meta.url);
const WASM = new URL("./ticket-note_bg.wasm", import.meta.url);
const WASM_INTEGRITY = "sha384-WASM";
const fileOf = (url) => url.pathname.split("/").pop();

/** Returns the error for a reason why the form cannot run: one of the causes of `note-failed`. */
function failure(cause) {
  return Object.assign(new Error(cause), { failure: cause });
}

let loading, glue;

/** Loads the module. */
export function load() {
  loading ??= start().catch((error) => {
    // The next element tries again.
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Makes every later `load` fail: a module that has trapped cannot be used again. */
export function forbid() {
  loading = Promise.reject(failure("panic"));
  loading.catch(() => {});
  glue = undefined;
}

/** Removes the drafts that elements hold in the module's memory. */
export function forgetMemory() {
  glue?.NoteForm.forgetAll();
}

/** Returns the cause for an error of loading or mounting. */
export function causeOf(error) {
  return error.failure ?? (error instanceof WebAssembly.RuntimeError ? "panic" : blockedOrInvalid());
}

/** A policy that blocks our module also blocks the smallest possible one. */
function blockedOrInvalid() {
  try {
    // WebKit compiles a module that it then refuses to instantiate.
    new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
    return "wasm-invalid";
  } catch {
    return "wasm-blocked";
  }
}

let failAll;

/** Calls `fail` when the module traps, whatever the call. */
export function onTrap(fail) {
  failAll = fail;
  for (const type of ["error", "unhandledrejection"]) {
    window.addEventListener(type, ({ error, reason }) => isOwnTrap(error ?? reason) && fail());
  }
}

/** Calls the module. If it traps, `before` is called, every form of the page fails, and there is no result. */
export function guard(call, before) {
  try {
    return call();
  } catch (error) {
    if (!isOwnTrap(error)) throw error;
    before?.();
    failAll();
  }
}

/** Returns whether an error is a trap of this module, not of another one in the page. */
function isOwnTrap(error) {
  if (typeof WebAssembly !== "object" || !(error instanceof WebAssembly.RuntimeError)) return false;
  const stack = String(error.stack);
  const [frame] = stack.match(/^.*wasm-function.*$/m) ?? [""];
  // WebKit's stack does not name the module, only the script that called it.
  return frame.includes("://") ? frame.includes(fileOf(WASM)) : stack.includes(fileOf(GLUE));
}

async function start() {
  if (typeof WebAssembly !== "object") throw failure("wasm-unsupported");
  const [imported, module] = await Promise.all([loadGlue(), loadWasm()]);
  imported.initSync({ module });
  glue = imported;
  return glue;
}

/** A browser may cache a failed import, so the next element imports from another address. */
let query = "";

function loadGlue() {
  return import(GLUE.href + query).catch(() => {
    query += "?";
    throw failure("wasm-missing");
  });
}

async function loadWasm() {
  const load = () => get(WASM, { integrity: WASM_INTEGRITY });
  let response = await load();
  if (!response) {
    // `fetch` fails in the same way if a file is missing and if its content has changed.
    if (!(await get(WASM))) throw failure("wasm-missing");
    response = await load();
    if (!response) throw failure("wasm-invalid");
  }
  return WebAssembly.compileStreaming(response);
}

// Before the element draws a form: the requests are under way meanwhile.
if (document.querySelector("ticket-note")) load().catch(() => {});
