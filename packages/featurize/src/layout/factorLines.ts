import type { Vector3 } from "@ftcp/crystal";

import type { FactorConvention, FactorPart } from "./ftcpLayout.ts";

/** One number that is made of the F of a plane: a row of a stacked layout, a column of the other. */
export interface FactorLine {
  /** Index of the plane in the layout's list. */
  readonly plane: number;
  /** Which number. */
  readonly part: FactorPart;
}

const parts: Readonly<Record<FactorConvention, readonly FactorPart[]>> = {
  "real-imaginary": ["real", "imaginary"],
  "magnitude-phase": ["magnitude", "phase"],
  magnitude: ["magnitude"],
  real: ["real"],
  hartley: ["hartley"],
  linear: ["linear"],
};

/** The rows (or columns) of the structure factors in order; F(0, 0, 0) has no imaginary part. */
export function factorLines(
  planes: readonly Vector3[],
  convention: FactorConvention,
): FactorLine[] {
  return planes.flatMap((indices, plane) =>
    parts[convention]
      .filter((part) => part !== "imaginary" || indices.some((index) => index !== 0))
      .map((part) => ({ plane, part })),
  );
}

/** All conventions. */
export const factorConventions: readonly FactorConvention[] = Object.keys(
  parts,
) as FactorConvention[];
