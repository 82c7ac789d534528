import { elementalTable } from "./elementalTable.ts";

const statistics = ["minimum", "maximum", "range", "mean", "avg_dev", "mode"] as const;

/**
 * What the 132 numbers of {@link fingerprintComposition} are: six statistics of each of the 22 elemental properties of
 * Magpie, named as matminer does, as `MagpieData mean Electronegativity`.
 */
export const compositionLabels: readonly string[] = Object.keys(elementalTable).flatMap((name) =>
  statistics.map((statistic) => `MagpieData ${statistic} ${name}`),
);
