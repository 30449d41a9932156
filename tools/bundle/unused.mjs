import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";
import { fail } from "./fail.mjs";

// Functions of Yew that this form never calls, by the end of the name. The compiler keeps them, because Yew
// decides at run time which kind of node it renders (docs/decisions/0014-unused-parts-of-yew.md).
const UNUSED = {
  // Nothing in `src/components/` has a listener: the element's script reports clicks and input.
  listeners: [
    "::ListenerRegistration>::register",
    "::SubtreeData>::add_listener",
    "::SubtreeData>::add_listener::{closure#0}",
    "::ListenerKind>::type_name",
    "::EventDescriptor as core::clone::Clone>::clone",
    "::hash_one::<&yew::dom_bundle::subtree_root::EventDescriptor>",
  ],
  suspense: [
    "::VSuspense as yew::dom_bundle::traits::Reconcilable>::attach",
    "::VSuspense as yew::dom_bundle::traits::Reconcilable>::reconcile",
    "::VSuspense as yew::dom_bundle::traits::Reconcilable>::reconcile_node",
    "::VSuspense as yew::dom_bundle::traits::Reconcilable>::replace",
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
  "lists with keys": ["::hash_one::<&yew::dom_bundle::blist::KeyedEntry>"],
};

// The compiler keeps one of several functions that are equal, so a short function may have more uses than
// its name says. The length is that of its text format.
const SHORTEST = 1000;

// Replaces each of these functions by one that traps. What only they need is removed later, by wasm-opt.
export function trapInUnused(path) {
  binaryen.setDebugInfo(true);
  const module = binaryen.readBinary(readFileSync(path));
  const functions = Array.from({ length: module.getNumFunctions() }, (_, index) => module.getFunctionByIndex(index));
  const byName = new Map(functions.map((found) => [readable(binaryen.getFunctionInfo(found).name), found]));
  for (const [part, ends] of Object.entries(UNUSED)) {
    for (const end of ends) {
      const found = [...byName].find(([name]) => name.startsWith("<") && name.endsWith(end));
      if (!found) fail(`Yew's ${part}: no function's name ends with ${end}`);
      replaceByTrap(module, found[1], end);
    }
  }
  writeFileSync(path, module.emitBinary());
  module.dispose();
}

function replaceByTrap(module, found, end) {
  const { name, params, results, body } = binaryen.getFunctionInfo(found);
  if (binaryen.emitText(body).length < SHORTEST) fail(`${end} is so short that it may be shared`);
  module.removeFunction(name);
  module.addFunction(name, params, results, [], module.unreachable());
}

// Returns a name without the hashes of the crates.
function readable(name) {
  return name.replaceAll(/\[[0-9a-f]+\]/g, "");
}
