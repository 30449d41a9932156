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

/** The module's functions and the styles. */
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
  const [glue, module, styles] = await Promise.all([loadGlue(), loadWasm(), loadStyles()]);
  try {
    glue.initSync({ module });
  } catch {
    throw refused();
  }
  return { glue, styles };
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
  let response = await get(WASM, WASM_INTEGRITY);
  if (!response) {
    // A file that is not what it should be looks missing to fetch; one that comes late is what it should be.
    if (!(await get(WASM))) throw new Failure("wasm-missing");
    response = await get(WASM, WASM_INTEGRITY);
    if (!response) throw new Failure("wasm-invalid");
  }
  try {
    return await WebAssembly.compileStreaming(response);
  } catch {
    throw refused();
  }
}

/** What comes from an address, if that is a file, and the right one. */
async function get(url, integrity) {
  const response = await fetch(url, { integrity }).catch(() => undefined);
  return response?.ok ? response : undefined;
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
  const response = await get(STYLES);
  return new Styles((await response?.text()) ?? "");
}

/** The widget's styles. A document takes none but its own sheets. */
class Styles {
  #text;
  #sheets = new WeakMap();

  constructor(text) {
    this.#text = text;
  }

  /** Gives them to a shadow root, in whatever document it stands. */
  dress(root) {
    const { ownerDocument } = root;
    let sheet = this.#sheets.get(ownerDocument);
    if (!sheet) {
      sheet = new ownerDocument.defaultView.CSSStyleSheet();
      sheet.replaceSync(this.#text);
      this.#sheets.set(ownerDocument, sheet);
    }
    root.adoptedStyleSheets = [sheet];
  }
}
