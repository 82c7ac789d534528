import { designCrystals, fitsRequest, type DesignModel, type LatentIndex } from "@ftcp/sampling";
import type { PropertyTarget, Seed } from "@ftcp/sampling";
import { join } from "node:path";
import { formatTable } from "../io/formatTable.ts";
import type { PlannedSearch } from "../study/planStudy.ts";
import { listEarlierFiles } from "./listEarlierFiles.ts";
import { nameTargets } from "./nameTargets.ts";
import { searchOptions } from "./searchOptions.ts";
import { warnOfTargets } from "./warnOfTargets.ts";

/** What a search would do. */
export interface SearchPlan {
  /** Name of the run; empty for a study that is one search. */
  readonly run: string;
  /** The targets as typed, those by word with their bound. */
  readonly targets: readonly string[];
  /** How latents would be sampled. */
  readonly sampler: string;
  /** How many designs are wanted. */
  readonly count: number;
  /** Decides the search. */
  readonly seed: number;
  /** The known crystals that it would start from, nearest to the targets first. */
  readonly seeds: readonly { readonly id: string; readonly formula: string }[];
  /** How many of these are like the designs that are asked for: in elements, their number, and sites. */
  readonly fitting: number;
  /** What is likely to go wrong, a sentence each. */
  readonly warnings: readonly string[];
  /** Folder of the results. */
  readonly out: string;
  /** What would be written there. */
  readonly files: readonly string[];
  /** CIFs of an earlier run that would be replaced or removed. */
  readonly replaced: readonly string[];
}

/**
 * Finds out what a search would do, with every check that it would make, and does nothing of it.
 *
 * @param search - what was asked
 * @param model - the model; it is not run
 * @param index - the known crystals
 * @returns the plan
 * @throws what `designCrystals` throws at once
 */
export async function planSearch(
  search: PlannedSearch,
  model: DesignModel,
  index: LatentIndex,
): Promise<SearchPlan> {
  const { name, target, sampler, count, seed, out } = search;
  const options = searchOptions(search, model, index);
  const { seeds, targets } = await findSeeds(search, model, index);
  const digits = Math.max(3, String(count).length);
  return {
    ...{ run: name, targets: nameTargets(target, targets), sampler, count, seed, out },
    seeds: seeds.map(({ id, formula }) => ({ id, formula })),
    warnings: warnOfTargets(targets, index),
    fitting: seeds.filter(({ formula }) => fitsRequest(formula, options)).length,
    files: [`${"1".padStart(digits, "0")}-….cif`, "designs.jsonl", "report.html"],
    replaced: await listEarlierFiles(out),
  };
}

/**
 * Describes a plan for people.
 *
 * @param plan - the plan
 * @param properties - the known properties of a seed, by its id
 * @returns lines
 */
export function describePlan(plan: SearchPlan, index: LatentIndex): readonly string[] {
  const { run, targets, sampler, count, seed, seeds, fitting, warnings, out, files, replaced } =
    plan;
  const shown = seeds.slice(0, 10);
  const table = formatTable(
    ["seed", "formula", ...index.propertyNames],
    shown.map(({ id, formula }) => {
      const row = index.rowOf(id);
      const known = row === undefined ? {} : index.propertiesOf(row);
      const values = index.propertyNames.map((name) => known[name]?.toFixed(3) ?? "–");
      return [id, formula, ...values];
    }),
  );
  const rest = seeds.length - shown.length;
  return [
    ...(run === "" ? [] : [`run ${run}`]),
    `targets: ${targets.join(", ")}`,
    ...warnings,
    `${count} designs by ${sampler}, seed ${seed}, from ${index.count} known crystals`,
    ...(seeds.length === 0
      ? []
      : [
          `${seeds.length} of them to start from; ${fitting} of ${seeds.length} fit what is asked for:`,
          ...table,
        ]),
    ...(rest > 0 ? [`and ${rest} more`] : []),
    `would write to ${out}: up to ${count} CIFs (${files.join(", ")})`,
    ...(replaced.length === 0
      ? []
      : [
          `would replace an earlier run there: ${replaced.length} CIFs, ${join(out, "report.html")}`,
        ]),
  ];
}

/** The search itself plans its seeds; a model that decodes nothing makes it stop after one sample. */
async function findSeeds(
  search: PlannedSearch,
  model: DesignModel,
  index: LatentIndex,
): Promise<{ readonly seeds: readonly Seed[]; readonly targets: readonly PropertyTarget[] }> {
  const { latentSize, properties } = model;
  const idle: DesignModel = {
    ...{ latentSize, properties },
    decode: ({ shape: [rows] }) =>
      Promise.resolve(
        Array.from(
          { length: rows },
          () => ({ ok: false, error: new Error("not decoded") }) as const,
        ),
      ),
    predict: ({ shape: [rows] }) => Promise.resolve(new Float32Array(rows * properties.length)),
  };
  const options = searchOptions(search, idle, index);
  const { targets } = options;
  // Optimisation starts from the same seeds as perturbation, and nothing is repaired.
  const sampler = search.sampler === "optimized" ? "lp" : search.sampler;
  const plain = { symmetry: "any", sampler } as const;
  for await (const event of designCrystals({ ...options, ...plain, maximumSamples: 1 })) {
    if (event.kind === "summary") return { seeds: event.summary.seeds, targets };
  }
  return { seeds: [], targets };
}
