import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";
import { fail } from "./fail.mjs";

// Functions of Yew that this form does not need, by the end of the name. The compiler keeps them, because Yew
// decides at run time which kind of node it renders (docs/decisions/0014-unused-parts-of-yew.md).
//
// `NEVER` lists the functions that the form never calls. Their new bodies trap.
const NEVER = {
  // Nothing in `src/components/` has a listener: the element's script reports clicks and input.
  listeners: [
    "::ListenerRegistration>::register",
    "::SubtreeData>::add_listener",
    "::SubtreeData>::add_listener::{closure#0}",
    "::ListenerKind>::type_name",
    "::EventDescriptor as core::clone::Clone>::clone",
    "::hash_one::<&yew::dom_bundle::subtree_root::EventDescriptor>",
    "::listeners::Registry>::unregister",
  ],
  suspense: [
    "::VSuspense as yew::dom_bundle::traits::Reconcilable>::attach",
    "::VSuspense as yew::dom_bundle::traits::Reconcilable>::reconcile",
    "::VSuspense as yew::dom_bundle::traits::Reconcilable>::reconcile_node",
    "::VSuspense as yew::dom_bundle::traits::Reconcilable>::replace",
    "::RcExt<yew::virtual_dom::vsuspense::VSuspense>>::unwrap_or_clone",
    "::BSuspense as yew::dom_bundle::traits::ReconcileTarget>::detach",
    "::Suspension>::listen",
  ],
  "nodes from HTML": [
    "::VRaw as yew::dom_bundle::traits::Reconcilable>::attach",
    "::VRaw as yew::dom_bundle::traits::Reconcilable>::reconcile",
    "::VRaw as yew::dom_bundle::traits::Reconcilable>::reconcile_node",
    "::VRaw as yew::dom_bundle::traits::Reconcilable>::replace",
    "::BRaw as yew::dom_bundle::traits::ReconcileTarget>::shift",
  ],
  // The form's parts are functions. The only component is the root, which Yew mounts in another way.
  "components below the root": [
    "::VComp as yew::dom_bundle::traits::Reconcilable>::attach",
    "::VComp as yew::dom_bundle::traits::Reconcilable>::reconcile_node",
    "::VComp as yew::dom_bundle::traits::Reconcilable>::replace",
    "::RcExt<yew::virtual_dom::vcomp::VComp>>::unwrap_or_clone",
  ],
  // Each render creates new nodes, and Yew takes ownership of them. So no node is copied.
  "copies of nodes": [
    "::VNode as core::clone::Clone>::clone",
    "::AttributeOrProperty>]> as core::clone::Clone>::clone",
    "::listeners::Listener>>]> as core::clone::Clone>::clone",
  ],
  // The script draws the text area, and it stays after the hand-over.
  "text fields": [
    "::Value<web_sys::features::gen_HtmlTextAreaElement::HtmlTextAreaElement> as yew::dom_bundle::btag::Apply>::apply_diff",
    "::Value<web_sys::features::gen_HtmlInputElement::HtmlInputElement> as yew::dom_bundle::btag::Apply>::apply_diff",
    "::TextareaFields as yew::dom_bundle::btag::Apply>::apply",
    "::InputFields as yew::dom_bundle::btag::Apply>::apply",
    "::InputFields as yew::dom_bundle::btag::Apply>::apply_diff",
  ],
};

// Functions that have nothing to do in this form. They return at once.
const IDLE = {
  listeners: ["::Listeners as yew::dom_bundle::btag::Apply>::apply_diff"],
  suspense: ["::ComponentState>::resume_existing_suspension"],
};

// Functions that can always return false: then Yew compares each list node by node.
const NO = {
  "lists with keys": ["::vlist::VList>::fully_keyed"],
};

// Functions that only js-sys's callbacks need, such as that of `Array.prototype.filter`. The module exports
// those that the glue calls. The others stay in the table of functions, although nothing calls them.
const CALLBACK = "wasm_bindgen::convert::closures::_::invoke::<";

// The names of the events, which only the code for listeners uses.
const EVENT_NAMES = ["onabort", "ontransitionstart"];

// The compiler keeps one of several functions that are equal, so a short function may have more uses than
// its name says. The length is that of its text format.
const SHORTEST = 980;

// Replaces these functions, and zeroes the texts that only they use. wasm-opt later removes the code that only
// they called.
export function removeUnused(path) {
  binaryen.setDebugInfo(true);
  const module = binaryen.readBinary(readFileSync(path));
  const functions = byReadableName(module);
  replaceEach(module, functions, NEVER, () => module.unreachable());
  replaceEach(module, functions, IDLE, () => module.nop());
  replaceEach(module, functions, NO, () => module.i32.const(0));
  trapInCallbacks(module, functions);
  writeFileSync(path, clearText(Buffer.from(module.emitBinary()), EVENT_NAMES));
  module.dispose();
}

function byReadableName(module) {
  const found = Array.from({ length: module.getNumFunctions() }, (_, index) => module.getFunctionByIndex(index));
  return new Map(found.map((each) => [readable(binaryen.getFunctionInfo(each).name), each]));
}

function replaceEach(module, functions, parts, body) {
  for (const [part, ends] of Object.entries(parts)) {
    for (const end of ends) {
      const found = [...functions].find(([name]) => name.startsWith("<") && name.endsWith(end));
      if (!found) fail(`Yew's ${part}: no function's name ends with ${end}`);
      const { length } = binaryen.emitText(binaryen.getFunctionInfo(found[1]).body);
      if (length < SHORTEST) fail(`${end} is so short (${length}) that it may be shared`);
      replace(module, found[1], body());
    }
  }
}

function trapInCallbacks(module, functions) {
  const exports = Array.from({ length: module.getNumExports() }, (_, index) => module.getExportByIndex(index));
  const exported = exports.map((each) => readable(binaryen.getExportInfo(each).value));
  // wasm-bindgen exports a function, or a shim around it whose name begins in the same way.
  const isUsed = (name) => exported.some((each) => each.startsWith(name));
  const unused = [...functions].filter(([name]) => name.startsWith(CALLBACK) && !/ shim\b/.test(name) && !isUsed(name));
  if (unused.length === 0) fail(`no function's name begins with ${CALLBACK}`);
  for (const [, found] of unused) replace(module, found, module.unreachable());
}

function replace(module, found, body) {
  const { name, params, results } = binaryen.getFunctionInfo(found);
  module.removeFunction(name);
  module.addFunction(name, params, results, [], body);
}

// Fills the text between two names, and these, with zeros, which compress to nothing.
function clearText(binary, [first, last]) {
  const start = binary.indexOf(first);
  const end = binary.indexOf(last, start);
  if (start < 0 || end < 0) fail(`the module has no text from ${first} to ${last}`);
  return binary.fill(0, start, end + last.length);
}

// Returns a name without the hashes of the crates.
function readable(name) {
  return name.replaceAll(/\[[0-9a-f]+\]/g, "");
}
