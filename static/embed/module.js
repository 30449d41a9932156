/**
 * The form's WebAssembly module and its style sheet, loaded once for all elements of the page.
 *
 * The bundle step replaces the URLs and the integrity, and makes this file a part of embed.js.
 */
const GLUE = new URL("./ticket-note.js", import.meta.url);
const WASM = new URL("./ticket-note_bg.wasm", import.meta.url);
const STYLES = new URL("./widget.css", import.meta.url);
const WASM_INTEGRITY = "sha384-WASM";

/** The reason why the form cannot run: one of the causes of `note-failed`. */
class Failure extends Error {
  constructor(cause) {
    super(`ticket-note: ${cause}`);
    this.failure = cause;
  }
}

let loading;
let glue;

/** Loads the class `NoteForm` of the module, and the function that applies the styles. */
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
  loading = Promise.reject(new Failure("panic"));
  loading.catch(() => {});
  glue = undefined;
}

/** Removes the drafts that elements hold in the module's memory. */
export function forgetMemory() {
  glue?.NoteForm.forgetAll();
}

/** Returns the cause for an error of loading or mounting. */
export function causeOf(error) {
  return error.failure ?? (error instanceof WebAssembly.RuntimeError ? "panic" : "wasm-invalid");
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
    return undefined;
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

function fileOf(url) {
  return url.pathname.split("/").pop();
}

async function start() {
  if (typeof WebAssembly !== "object") throw new Failure("wasm-unsupported");
  const [imported, module, applyStyles] = await Promise.all([loadGlue(), loadWasm(), loadStyles()]);
  try {
    imported.initSync({ module });
  } catch {
    throw blockedOrInvalid();
  }
  glue = imported;
  return { NoteForm: glue.NoteForm, applyStyles };
}

/** A browser may cache a failed import, so the next element imports from another address. */
let query = "";

function loadGlue() {
  return import(GLUE.href + query).catch(() => {
    query += "?";
    throw new Failure("wasm-missing");
  });
}

async function loadWasm() {
  let response = await get(WASM, WASM_INTEGRITY);
  if (!response) {
    // `fetch` fails in the same way if a file is missing and if its content has changed.
    if (!(await get(WASM))) throw new Failure("wasm-missing");
    response = await get(WASM, WASM_INTEGRITY);
    if (!response) throw new Failure("wasm-invalid");
  }
  try {
    return await WebAssembly.compileStreaming(response);
  } catch {
    throw blockedOrInvalid();
  }
}

async function get(url, integrity) {
  const response = await fetch(url, { integrity }).catch(() => undefined);
  return response?.ok ? response : undefined;
}

/** A policy that blocks our module also blocks the smallest possible one. */
function blockedOrInvalid() {
  try {
    // WebKit compiles a module that it then refuses to instantiate.
    new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
    return new Failure("wasm-invalid");
  } catch {
    return new Failure("wasm-blocked");
  }
}

/** Loads the styles, and returns the function that applies them. A form without its styles works: a missing
    style sheet is not a failure. */
async function loadStyles() {
  const response = await get(STYLES);
  const text = (await response?.text()) ?? "";
  const sheets = new WeakMap();
  return (root) => {
    // Each document needs a sheet of its own.
    const { ownerDocument } = root;
    const sheet = sheets.get(ownerDocument) ?? new ownerDocument.defaultView.CSSStyleSheet();
    if (!sheets.has(ownerDocument)) sheet.replaceSync(text);
    sheets.set(ownerDocument, sheet);
    root.adoptedStyleSheets = [sheet];
  };
}
