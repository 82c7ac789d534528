import type { MetricSummary } from "./summarizeRuns.ts";

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
  /** What was measured; `undefined` in the paper's own rows. */
  readonly summary?: Readonly<Record<string, MetricSummary>>;
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
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(["", ...columns.map(({ heading }) => heading)]),
    line(["---", ...columns.map(() => "---")]),
    ...rows.flatMap(({ row, summary, paper }) => [
      ...(summary === undefined
        ? []
        : [
            line([
              `${row}, here`,
              ...columns.map(({ metric, isShare }) => {
                const entry = summary[metric];
                const deviation = entry?.deviation ?? null;
                const mean = format(entry?.mean, isShare);
                return deviation === null ? mean : `${mean} ± ${format(deviation, isShare)}`;
              }),
            ]),
          ]),
      ...(paper === undefined
        ? []
        : [
            line([
              `${row}, paper`,
              ...columns.map(({ metric, isShare }) => format(paper[metric], isShare)),
            ]),
          ]),
    ]),
  ];
}
