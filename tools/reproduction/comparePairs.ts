// Differences of the rows of a table of `ftcp reproduce` to its first one, or to the one named, paired by seed: mean ±
// standard error.
//
//     npx tsx tools/reproduction/comparePairs.ts docs/reproduction/semisupervised-mixed-test.json METRIC... [--less ROW]
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

interface Run {
  readonly protocol: { readonly row: string; readonly seed: number };
  readonly metrics: Readonly<Record<string, number>>;
}

const { values: options, positionals } = parseArgs({
  ...{ allowPositionals: true, options: { less: { type: "string" } } },
});
const [path = "", ...metrics] = positionals;
const { runs } = JSON.parse(readFileSync(path, "utf8")) as { readonly runs: readonly Run[] };
const rows = [...new Set(runs.map(({ protocol }) => protocol.row))];
const first = options.less ?? rows[0] ?? "";
if (!rows.includes(first)) throw new Error(`the table has no row "${first}"`);
const others = rows.filter((row) => row !== first);
for (const metric of metrics) {
  for (const row of others) {
    const differences = runs.flatMap(({ protocol, metrics: values }) => {
      const pair = runs.find(
        (run) => run.protocol.row === first && run.protocol.seed === protocol.seed,
      );
      return protocol.row === row && pair !== undefined
        ? [(values[metric] ?? NaN) - (pair.metrics[metric] ?? NaN)]
        : [];
    });
    const count = differences.length;
    const mean = differences.reduce((sum, value) => sum + value, 0) / count;
    const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const error = Math.sqrt(squares / (count - 1) / count);
    process.stdout.write(
      `${metric}, ${row} less ${first}: ${mean.toPrecision(3)} ± ${error.toPrecision(2)}, ` +
        `above zero with ${differences.filter((value) => value > 0).length} of ${count} seeds\n`,
    );
  }
}
