// A part of the JavaScript engine: it tells the element's script whether the engine has stopped.
import { Trap } from "./wasm2js.js";

const FILE = import.meta.url.split("/").pop();

/** In JavaScript, a call through a damaged table is a TypeError, and a full stack a RangeError or, in Firefox,
    an InternalError. It is a trap if the engine's own code threw it. */
export function isTrap(error) {
  if (error instanceof Trap) return true;
  if (!/^(Type|Range|Internal)Error$/.test(error?.name)) return false;
  const [frame] = String(error.stack).replace(error.message, "").match(/^(\s+at |.*@).*$/m) ?? [""];
  return frame.includes(FILE);
}
