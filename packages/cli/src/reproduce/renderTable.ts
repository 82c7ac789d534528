import { formatMarkdownTable } from "../io/formatMarkdownTable.ts";
import type { ReproduceRun } from "./reproduceRun.ts";
import { summarizeRuns } from "./summarizeRuns.ts";

/** A column of a table. */
export interface TableColumn {
  /** Name of the metric. */
  readonly metric: string;
  /** Heading. */
  readonly heading: string;
  /** Whether the number is a share, shown as a percentage. */
  readonly isShare?: boolean;
}

/** A row of a table. */
export interface TableRow {
  /** Name of the row. */
  readonly row: string;
  /** What was measured; nothing when no run has been made yet. */
  readonly runs: readonly ReproduceRun[];
  /** The paper's numbers. */
  readonly paper?: Readonly<Record<string, number>>;
}

/**
 * Writes a table as markdown, each measured row above the paper's.
 *
 * @param columns - the columns
 * @param rows - the rows
 * @returns lines
 */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
): readonly string[] {
  const format = (value: number | undefined, isShare = false): string => {
    if (value === undefined || Number.isNaN(value)) return "–";
    return isShare ? `${(100 * value).toFixed(2)} %` : value.toFixed(4);
  };
  const extra = ["seeds", "epochs", "processor minutes"];
  return formatMarkdownTable(
    ["", ...columns.map(({ heading }) => heading), ...extra],
    rows.flatMap(({ row, runs, paper }) => {
      const summary = summarizeRuns(runs);
      const here = [
        `${row}, here`,
        ...columns.map(({ metric, isShare }) => {
          const { mean, deviation = null } = summary[metric] ?? {};
          const text = format(mean, isShare);
          return deviation === null ? text : `${text} ± ${format(deviation, isShare)}`;
        }),
        ...[runs.length, epochsOf(runs), minutesOf(runs)].map(String),
      ];
      const published = [
        `${row}, paper`,
        ...columns.map(({ metric, isShare }) => format(paper?.[metric], isShare)),
        ...extra.map(() => "–"),
      ];
      return [...(runs.length === 0 ? [] : [here]), ...(paper === undefined ? [] : [published])];
    }),
  );
}

function epochsOf(runs: readonly ReproduceRun[]): string {
  return [...new Set(runs.map(({ protocol }) => String(protocol["epochs"])))].join(", ");
}

/** Mean time of a training on a processor. */
function minutesOf(runs: readonly ReproduceRun[]): string {
  const seconds = runs.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0);
  return (seconds / runs.length / 60).toFixed(1);
}
