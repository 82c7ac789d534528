import type { GeneratedSetReport } from "@ftcp/sampling";

/**
 * Describes the metrics of a generated set in sentences.
 *
 * @param report - the metrics
 * @param property - the property whose distribution was compared
 * @param percent - writes a share
 * @returns lines
 */
export function describeDesignSet(
  report: GeneratedSetReport,
  property: string | undefined,
  percent: (share: number) => string,
): readonly string[] {
  const { structuralValidity, compositionalValidity, validity, coverage, distances } = report;
  const { uniqueFormulas, uniqueStructures, novelFormulas, novelStructures } = report;
  return [
    `As a generated set (CDVAE, MatterGen): ${percent(validity)} valid (structure ${percent(structuralValidity)}, ` +
      `composition by SMACT ${percent(compositionalValidity)}); unique: formulas ${percent(uniqueFormulas)}, ` +
      `structures ${percent(uniqueStructures)}; new: formulas ${percent(novelFormulas)}, structures ` +
      `${percent(novelStructures)}.`,
    ...(coverage === undefined
      ? []
      : [
          `Coverage: ${percent(coverage.precision)} of the designs are near to a test crystal, ` +
            `${percent(coverage.recall)} of the test crystals to a design.`,
        ]),
    `Wasserstein distances from the test crystals: density ${distances.density.toFixed(2)} g/cm³, number of elements ` +
      distances.elements.toFixed(2) +
      (distances.property === undefined || property === undefined
        ? "."
        : `, ${property} by CGCNN ${distances.property.toFixed(2)}.`),
  ];
}
