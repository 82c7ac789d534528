/**
 * Numbers of the paper (arXiv:2005.07609v1), by row and metric; shares and percentage errors as fractions of 1.
 *
 * @see The paper, Tables 2 and 3
 */
export const paperNumbers: Readonly<
  Record<"table2" | "table3", Readonly<Record<string, Readonly<Record<string, number>>>>>
> = {
  table2: {
    real: { formation_energy: 0.092, band_gap: 0.311 },
    momentum: { formation_energy: 0.09, band_gap: 0.267 },
    both: { formation_energy: 0.063, band_gap: 0.231 },
    cgcnn: { formation_energy: 0.062, band_gap: 0.254 },
  },
  table3: {
    real: {
      ...{ "reference.elements": 0.979, "reference.lengths": 0.125 },
      ...{ "reference.angles": 0.0675, "reference.coordinates": 0.002 },
    },
    both: {
      ...{ "reference.elements": 0.991, "reference.lengths": 0.0741 },
      ...{ "reference.angles": 0.0399, "reference.coordinates": 0.001 },
    },
  },
};
