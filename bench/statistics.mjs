/** Returns the median of numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Returns the median of the ratios of each run, and its quartiles: a wide range means a busy machine. */
export function pairedRatio(ours, peers) {
  const ratios = ours.map((value, run) => value / peers[run]).sort((a, b) => a - b);
  const half = Math.ceil(ratios.length / 2);
  return { ratio: median(ratios), quartiles: [median(ratios.slice(0, half)), median(ratios.slice(-half))] };
}
