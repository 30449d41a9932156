// The times of the functions in CPU profiles.

// Code that is written by hand or compiled from Rust. It causes the times of the glue and of the browser.
const CALLING = ["wasm", "embed.js", "probe"];

/** Adds a profile to the sums. Times are in milliseconds. */
export function addProfile(sums, { nodes, samples, timeDeltas }, names) {
  const nodesById = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const selfTimes = new Map();
  samples.forEach((id, index) => add(selfTimes, id, timeDeltas[index] / 1000));
  for (const [id, time] of selfTimes) {
    const stack = stackOf(id, nodesById, parents).map((node) => frameOf(node, names));
    add(sums.categories, stack[0].category, time);
    add(sums.self, stack[0].label, time);
    add(sums.calling, (stack.find(({ category }) => CALLING.includes(category)) ?? stack[0]).label, time);
    // Recursion does not count twice.
    for (const label of new Set(stack.map(({ label }) => label))) add(sums.total, label, time);
  }
}

export const newSums = () => ({ categories: new Map(), self: new Map(), calling: new Map(), total: new Map() });

function add(map, key, time) {
  map.set(key, (map.get(key) ?? 0) + time);
}

/** Returns the function of a sample, and those that called it, up to the root. */
function stackOf(id, nodesById, parents) {
  const stack = [];
  for (let at = id; at !== undefined; at = parents.get(at)) stack.push(nodesById.get(at));
  return stack;
}

function frameOf({ callFrame: { functionName, url, lineNumber, columnNumber } }, names) {
  const file = url.split("/").at(-1).split("?")[0];
  const category = categoryOf(functionName, url, file);
  const index = functionName.match(/^wasm-function\[(\d+)\]$/)?.[1];
  const name = (names.get(Number(index)) ?? functionName) || "(anonymous)";
  const place = file && category !== "wasm" ? ` ${file}:${lineNumber + 1}:${columnNumber + 1}` : "";
  return { category, label: `${category.padEnd(9)} ${name}${place}` };
}

function categoryOf(functionName, url, file) {
  if (functionName === "(garbage collector)") return "gc";
  if (functionName === "(idle)") return "idle";
  if (functionName === "(program)" || functionName === "(root)") return "browser";
  if (functionName === "wasm-to-js" || functionName.startsWith("js-to-wasm")) return "stub";
  if (file.endsWith(".wasm") || url.startsWith("wasm:")) return "wasm";
  if (file === "probe.js") return "probe";
  if (file === "embed.js") return file;
  return url ? "glue" : "native";
}
