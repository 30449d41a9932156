import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";
import { fail } from "./fail.mjs";

// Functions of Yew that this form never calls, by part of the name. The compiler keeps them, because Yew
// decides at run time which kind of node it renders (docs/decisions/0013-unused-parts-of-yew.md).
const UNUSED = {
  // Nothing in `src/components/` has a listener: the element's script reports clicks and input.
  listeners: [
    /ListenerRegistration>::register/,
    /SubtreeData>::add_listener/,
    /btag::listeners::Registry>::unregister/,
    /ListenerKind>::type_name/,
    /EventDescriptor as core.*Clone>::clone/,
  ],
  suspense: [/vsuspense::VSuspense as/, /bsuspense::BSuspense as/, /ComponentState>::suspend(?!ed)/, /Suspension>::listen/],
  "nodes from HTML": [/vraw::VRaw as/, /braw::BRaw as/, /braw::BRaw>/],
  "lists with keys": [/hashbrown.*KeyedEntry/],
};

// Replaces each of these functions by one that traps. What only they need is removed later, by wasm-opt.
export function trapInUnused(path) {
  binaryen.setDebugInfo(true);
  const module = binaryen.readBinary(readFileSync(path));
  const functions = Array.from({ length: module.getNumFunctions() }, (_, index) =>
    binaryen.getFunctionInfo(module.getFunctionByIndex(index)),
  );
  for (const [part, patterns] of Object.entries(UNUSED)) {
    for (const pattern of patterns) {
      const found = functions.filter(({ name, base }) => !base && pattern.test(name));
      if (found.length === 0) fail(`Yew's ${part}: no function is called ${pattern}`);
      for (const { name, params, results } of found) {
        if (!module.getFunction(name)) continue;
        module.removeFunction(name);
        module.addFunction(name, params, results, [], module.unreachable());
      }
    }
  }
  writeFileSync(path, module.emitBinary());
  module.dispose();
}
