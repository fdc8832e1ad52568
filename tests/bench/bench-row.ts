// What every bench answers: a ratio of two things that were measured side by side in one run, so that the
// speed of the machine falls out of it. A bench reports and fails nothing.

export interface BenchRow {
  readonly name: string;
  /** The yardstick's time by ours: 1 is as fast, below 1 is slower. */
  readonly ratio: number;
  /** What we would like to reach, where we said so. */
  readonly aim?: number;
  /** The absolute figures, for whoever wants to know what the ratio is of. */
  readonly detail: string;
}

/** The middle value; the mean of the two in the middle for an even count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}
