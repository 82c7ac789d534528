import { writePoscar } from "@ftcp/cif";
import { describeProperty } from "@ftcp/report";
import type { ReportDesign, ReportFile, ReportInput, ReportMap, ReportTarget } from "@ftcp/report";
import { applyProjection, projectLatents } from "@ftcp/sampling";
import type { Design, PropertyTarget } from "@ftcp/sampling";
import { createQualityRates } from "./createQualityRates.ts";
import { describeRepairs } from "./describeRepairs.ts";
import type { DesignRun } from "./designRun.ts";
import type { RankedDesign } from "./rankedDesign.ts";

/**
 * Gathers what the report shows.
 *
 * @param designs - the designs in order of rank
 * @param run - the run that found them
 * @returns the input of `renderReport`
 */
export function createReportInput(designs: readonly RankedDesign[], run: DesignRun): ReportInput {
  const { targets, targetSpecs, sampler, seed, modelName, index, funnel, roots } = run;
  return {
    title: `Crystals designed for ${targetSpecs.map(describeTarget).join(" and ")}`,
    targets,
    targetSpecs: targetSpecs.flatMap((target): ReportTarget[] => {
      if (target.kind !== "range") return [target];
      const { property, minimum, maximum } = target;
      return [
        { property, kind: "above", value: minimum },
        { property, kind: "below", value: maximum },
      ];
    }),
    sampler,
    seed,
    modelName,
    attribution: index.attribution,
    rates: createQualityRates(funnel.quality),
    designs: designs.map(({ id, file, cif, design, mostSimilar }) => ({
      ...describeOrigin(design),
      ...{ id, file, cif, files: [writePoscarFile(id, design)] },
      formula: design.formula,
      structure: design.structure,
      predicted: design.predicted,
      targetDistance: design.targetDistance,
      root: {
        ...design.root,
        structure: roots?.get(design.root.id),
        source: "as the model decodes it",
      },
      latentDistance: design.latentDistance,
      mostSimilar,
      checks: design.checks,
    })),
    map: createMap(designs, run),
    funnel: { sampled: funnel.sampled, ...funnel.rejected, accepted: funnel.accepted },
  };
}

function createMap(designs: readonly RankedDesign[], { index }: DesignRun): ReportMap {
  const { count, latentSize, propertyNames, properties } = index;
  if (count < 2 || latentSize < 2) {
    return { x: [], y: [], values: {}, designs: [], explainedVariance: [0, 0] };
  }
  const map = projectLatents(index.latents);
  const data = new Float32Array(designs.length * latentSize);
  designs.forEach(({ design }, i) => {
    data.set(design.latent, i * latentSize);
  });
  const placed = applyProjection(map, { data, shape: [designs.length, latentSize] });
  const width = propertyNames.length;
  return {
    x: map.coordinates.filter((_, i) => i % 2 === 0),
    y: map.coordinates.filter((_, i) => i % 2 === 1),
    values: Object.fromEntries(
      propertyNames.map((name, column) => [
        name,
        properties.filter((_, i) => i % width === column),
      ]),
    ),
    designs: designs.map((_, i) => ({ x: placed[2 * i] ?? 0, y: placed[2 * i + 1] ?? 0 })),
    explainedVariance: map.explainedVariance,
  };
}

/** The primitive standard cell where the symmetry is known, as in the folder of the run. */
function writePoscarFile(id: string, { structure, repair }: Design): ReportFile {
  const cell = repair?.symmetry?.primitive ?? structure;
  return { label: "POSCAR", name: `${id}.vasp`, text: writePoscar(cell, { comment: id }) };
}

/** What the repairs and the second look of the model say of a design. */
function describeOrigin({
  repair,
  reencoded,
  structure,
}: Design): Pick<ReportDesign, "raw" | "repairs" | "spaceGroup" | "uncertainty"> {
  const group = repair?.spaceGroup;
  return {
    raw: repair?.raw === structure ? undefined : repair?.raw,
    repairs: repair === undefined ? undefined : describeRepairs(repair),
    spaceGroup:
      group === undefined
        ? undefined
        : `${group.hermannMauguin.replaceAll(" ", "")} (${group.number})`,
    uncertainty: reencoded?.uncertainty,
  };
}

/** `band gap ≤ 1.5 eV`. */
function describeTarget(target: PropertyTarget): string {
  const { label, unit } = describeProperty(target.property);
  const name = label.charAt(0).toLowerCase() + label.slice(1);
  const write = (value: number): string => `${value}`.replace("-", "−");
  const suffix = unit === "" ? "" : ` ${unit}`;
  if (target.kind === "range") {
    return `${name} ${write(target.minimum)} to ${write(target.maximum)}${suffix}`;
  }
  const sign = { value: "=", below: "≤", above: "≥" }[target.kind];
  const width =
    target.kind === "value" && target.tolerance !== undefined ? ` ± ${target.tolerance}` : "";
  return `${name} ${sign} ${write(target.value)}${width}${suffix}`;
}
