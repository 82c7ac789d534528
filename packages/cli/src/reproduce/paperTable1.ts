import type { TableSampler } from "./startTableSampler.ts";

/**
 * Table 1 of the paper (arXiv:2005.07609v1), as fractions of 1.
 *
 * @see The paper, Table 1
 */
export const paperTable1: Readonly<
  Partial<
    Record<
      TableSampler,
      {
        readonly byFormula: number;
        readonly lengths: number;
        readonly angles: number;
        readonly coordinates: number;
      }
    >
  >
> = {
  lp: { byFormula: 0.271, lengths: 0.144, angles: 0.0975, coordinates: 0.14 },
  slerp: { byFormula: 0.359, lengths: 0.217, angles: 0.171, coordinates: 0.15 },
  random: { byFormula: 0.509, lengths: 0.273, angles: 0.245, coordinates: 0.16 },
};
