/** Medians, percentiles, and ratios that are taken round by round. */

/** The value below which `share` (0 to 1) of the values lie. */
export function computePercentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('no values were measured');
  return value;
}

export const computeMedian = (values: readonly number[]): number => computePercentile(values, 0.5);

/** Divides `a` by `b`, each pair from the same round: what disturbed the machine in a round disturbed both. */
export function divide(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) throw new Error('both must have been measured in every round');
  return a.map((value, round) => value / (b[round] ?? Number.NaN));
}

/** The median of all rounds; what is the lowest and the highest may be taken of fewer, such as their medians. */
export function showRatio(ratios: readonly number[], spread = ratios): string {
  const figures = [computeMedian(ratios), Math.min(...spread), Math.max(...spread)];
  const [median, lowest, highest] = figures.map((ratio) => ratio.toFixed(2));
  return `${median} (${lowest} to ${highest})`;
}
