import type { ReproduceRun } from "./reproduceRun.ts";

/** Mean and deviation of a metric over seeds. */
export interface MetricSummary {
  /** Mean over the runs. */
  readonly mean: number;
  /** Standard deviation of the sample; `null` for a single run. */
  readonly deviation: number | null;
}

/**
 * Summarises runs that differ in their seed alone.
 *
 * @param runs - any number
 * @returns mean and deviation of every metric
 */
export function summarizeRuns(
  runs: readonly ReproduceRun[],
): Readonly<Record<string, MetricSummary>> {
  const names = Object.keys(runs[0]?.metrics ?? {});
  return Object.fromEntries(
    names.map((name): [string, MetricSummary] => {
      const values = runs.map(({ metrics }) => metrics[name] ?? NaN);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const deviation = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null;
      return [name, { mean, deviation }];
    }),
  );
}
