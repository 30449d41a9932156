// Part of the JavaScript engine. It tells the element's script whether an error has stopped the engine.
import { Trap } from "./wasm2js.js";

const FILE = import.meta.url.split("/").pop();

/** Returns whether an error is a trap of this engine. In JavaScript, a call through a damaged table throws a
    TypeError, and a stack overflow throws a RangeError or, in Firefox, an InternalError. Such an error is a
    trap if the engine's own code threw it. */
export function isTrap(error) {
  if (error instanceof Trap) return true;
  if (!/^(Type|Range|Internal)Error$/.test(error?.name)) return false;
  const [frame] = String(error.stack).replace(error.message, "").match(/^(\s+at |.*@).*$/m) ?? [""];
  return frame.includes(FILE);
}
