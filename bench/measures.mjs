// The measures: a key, a name, a unit, the digits after the point, and the goal of the project, which
// is a value, or a ratio to Lit unless it names another peer.
import { measureLoading, measureSlowLoading } from "./measures/loading.mjs";
import { measureMounting } from "./measures/mounting.mjs";
import { measureTyping } from "./measures/typing.mjs";

export const MEASURES = [
  { key: "bytes", name: "first use, transferred", unit: "bytes", goal: { value: 80_000 } },
  { key: "slow-cold-usable", name: "slow line, cold: usable", unit: "ms", goal: { ratio: 1.15 } },
  { key: "slow-cold-taken", name: "slow line, cold: taken over", unit: "ms", goal: { ratio: 1.4, to: "yew" } },
  { key: "slow-warm-usable", name: "slow line, warm: usable", unit: "ms", goal: { ratio: 1.0 } },
  { key: "slow-warm-taken", name: "slow line, warm: taken over", unit: "ms" },
  { key: "loopback-cold-usable", name: "loopback, cold: usable", unit: "ms" },
  { key: "loopback-cold-taken", name: "loopback, cold: taken over", unit: "ms" },
  { key: "loopback-warm-usable", name: "loopback, warm: usable", unit: "ms" },
  { key: "loopback-warm-taken", name: "loopback, warm: taken over", unit: "ms" },
  { key: "mount-visible", name: "200 mounts: visible and enabled", unit: "ms", goal: { ratio: 1.1 } },
  { key: "mount-taken", name: "200 mounts: taken over", unit: "ms", goal: { ratio: 2.0 } },
  { key: "key-empty", name: "key press, empty form", unit: "µs", digits: 1, goal: { ratio: 1.1 } },
  { key: "key-long", name: "key press, 15,000 characters", unit: "µs", digits: 1, goal: { ratio: 1.1 } },
  { key: "heap", name: "JavaScript heap of a form", unit: "bytes" },
  { key: "left", name: "left by a mount and a removal", unit: "bytes", goal: { value: 64 } },
  { key: "wasm", name: "WebAssembly memory after the mounts", unit: "KiB", scale: 1 / 1024 },
];

/** Each returns some of the measures of a contestant. */
export const STEPS = [measureSlowLoading, measureLoading, measureTyping, measureMounting];
