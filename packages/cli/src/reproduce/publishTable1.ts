import { join } from "node:path";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { formatMarkdownTable } from "../io/formatMarkdownTable.ts";
import { drawRediscovery } from "./drawRediscovery.ts";
import { paperTable1 } from "./paperTable1.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";
import type { Table1Point } from "./reproduceTable1.ts";

/**
 * Prints Table 1 and writes it as markdown, JSON and a drawing.
 *
 * @param points - by sampler and number of samples
 * @param about - what was measured
 * @param options - folder and form
 * @param context - output
 */
export async function publishTable1(
  points: readonly Table1Point[],
  about: {
    readonly model: string;
    readonly crystals: number;
    readonly formulas: number;
    readonly shared: number;
    readonly roots: number;
    readonly machine: Readonly<Record<string, string>>;
    readonly seconds: number;
  },
  options: ReproduceOptions,
  context: CommandContext,
): Promise<void> {
  const percent = (share: number): string =>
    Number.isNaN(share) ? "–" : `${(100 * share).toFixed(1)} %`;
  const decimal = (value: number): string => (Number.isNaN(value) ? "–" : value.toFixed(3));
  const both = (first: string, best: string): string => `${first} / ${best}`;
  const lines = [
    ...formatMarkdownTable(
      [
        ...["sampler", "samples", "rediscovered by formula", "… with as many sites"],
        ...["… by structure", "length PMAE", "angle PMAE", "coordinate MAE"],
      ],
      [...new Set(points.map(({ row }) => row))].flatMap((row) => [
        ...points
          .filter((point) => point.row === row)
          .map(({ budget, byFormula, byCell, byStructure, first, best }) => [
            ...[row, budget.toLocaleString("en"), percent(byFormula), percent(byCell)],
            percent(byStructure),
            both(percent(first.lengths), percent(best.lengths)),
            both(percent(first.angles), percent(best.angles)),
            both(decimal(first.coordinates), decimal(best.coordinates)),
          ]),
        ...(paperTable1[row] === undefined
          ? []
          : [
              [
                ...[`${row}, paper`, "not told", percent(paperTable1[row].byFormula), "–", "–"],
                percent(paperTable1[row].lengths),
                percent(paperTable1[row].angles),
                decimal(paperTable1[row].coordinates),
              ],
            ]),
      ]),
    ),
    "",
    `${about.crystals} crystals of the test split, of ${about.formulas} formulas, wanted; model ` +
      `${about.model}, which saw none of them; ${about.roots} known crystals to sample from. Of the ` +
      `wanted crystals ${about.shared} have a formula that is in the training set` +
      (about.shared === 0
        ? ": train and test share no formula, which makes rediscovery harder than with the paper's " +
          "random split of crystals."
        : "."),
    "By structure: a StructureMatcher (0.3, 0.5, 10°) finds them equal. Errors are those of the first " +
      "sample of a formula with as many sites / of the best one, in canonical cells, sites paired best.",
    `${Object.values(about.machine).join(", ")}; ${about.seconds.toFixed(0)} s in all.`,
  ];
  const contents = { table: "table1", protocol: about, points, paper: paperTable1 };
  await writeFiles(
    [
      { path: join(options.out, "table1.md"), contents: `${lines.join("\n")}\n` },
      {
        path: join(options.out, "table1.json"),
        contents: `${JSON.stringify(contents, null, 2)}\n`,
      },
      { path: join(options.out, "table1.svg"), contents: drawRediscovery(points) },
    ],
    context,
  );
  if (options.json === true) context.print(JSON.stringify(contents));
  else for (const each of lines) context.print(each);
}
