import { CrystalError } from "@ftcp/crystal";
import type { Result, Structure } from "@ftcp/crystal";
import type { DesignModel, Latents } from "../designModel.ts";
import type { CrystalQuality } from "../repair/crystalQuality.ts";
import { measureQuality } from "../repair/measureQuality.ts";
import type { QualityStepName } from "../repair/qualityStep.ts";
import type { StepCount } from "../repair/qualityCounter.ts";
import { repairCrystal } from "../repair/repairCrystal.ts";
import type { RepairedCrystal } from "../repair/repairCrystal.ts";
import type { RepairRecord } from "../repair/repairRecord.ts";
import { repairLatents } from "../repair/repairLatents.ts";
import type { LatentSample } from "../samplers/latentSample.ts";
import { checkAnswers } from "./checkAnswers.ts";
import {
  judgeComposition,
  judgeGeometry,
  type SoundCrystal,
  type Verdict,
} from "./judgeCandidate.ts";
import type { DesignRepairOptions } from "./designRepairOptions.ts";
import type { DesignPlan } from "./planDesign.ts";
import { reducedFormulaOf } from "./reducedFormulaOf.ts";

/** A sample on its way to a design. */
export interface Candidate {
  readonly sample: LatentSample;
  /** The latent after its repair; that of the sample where there was none. */
  readonly latent: Float32Array;
  /** How far the repair moved the latent. */
  readonly latentMoved: number;
  /** What the checks say that need no prediction and no other design. */
  readonly verdict: Verdict<SoundCrystal>;
  /** What the latent of the sample decodes to. */
  readonly raw: Result<Structure>;
  /** What the repairs did to the crystal; undefined where none were made. */
  readonly repaired: RepairedCrystal | undefined;
  /** What it is worth after each step. */
  readonly counts: readonly StepCount[];
  /** What the model predicts for the latent, by property name. */
  readonly predicted: Readonly<Record<string, number>>;
}

/** Decodes samples, judges their composition, repairs those that pass, and judges their geometry. */
export async function prepareCandidates(
  model: DesignModel,
  samples: readonly LatentSample[],
  plan: DesignPlan,
  isDesigned: (formula: string) => boolean,
  repair: DesignRepairOptions | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly Candidate[]> {
  const size = model.latentSize;
  const latents = joinLatents(
    samples.map(({ latent }) => latent),
    size,
  );
  const raw = await model.decode(latents);
  signal?.throwIfAborted();
  checkAnswers(samples.length, raw.length, "crystals");
  const rawCounts = raw.map((result) => countStep("raw", result, false, plan));
  const moved = new Float64Array(samples.length);
  const decoded = [...raw];
  if (repair?.latents !== undefined) {
    const rows = [...rawCounts.keys()].filter((row) => !isSound(rawCounts[row]));
    const chosen = joinLatents(
      rows.map((row) => samples[row]?.latent ?? new Float32Array(size)),
      size,
    );
    const options = signal === undefined ? repair.latentSteps : { ...repair.latentSteps, signal };
    const repaired = await repairLatents(chosen, repair.latents, options);
    const results = rows.length === 0 ? [] : await model.decode(repaired.latents);
    checkAnswers(rows.length, results.length, "crystals");
    rows.forEach((row, i) => {
      if ((repaired.moved[i] ?? 0) === 0) return;
      decoded[row] = results[i] ?? decoded[row] ?? noResult;
      moved[row] = repaired.moved[i] ?? 0;
      latents.data.set(repaired.latents.data.subarray(i * size, (i + 1) * size), row * size);
    });
    signal?.throwIfAborted();
  }
  const numbers = await model.predict(latents);
  signal?.throwIfAborted();
  const width = model.properties.length;
  checkAnswers(samples.length * width, numbers.length, "predictions");
  return samples.map((sample, row): Candidate => {
    const result = decoded[row] ?? noResult;
    const counts: StepCount[] = [rawCounts[row] ?? { name: "raw", changed: false }];
    const isMoved = (moved[row] ?? 0) > 0;
    if (repair?.latents !== undefined) {
      counts.push(
        isMoved
          ? countStep("latents", result, true, plan)
          : { ...(counts[0] as StepCount), name: "latents" },
      );
    }
    const wanted = judgeComposition(result, plan, isDesigned);
    const mended =
      repair === undefined || !wanted.accepted
        ? undefined
        : mend(wanted.found.structure, repair, plan, counts);
    return {
      sample,
      latent: isMoved ? latents.data.slice(row * size, (row + 1) * size) : sample.latent,
      latentMoved: moved[row] ?? 0,
      verdict: wanted.accepted
        ? judgeGeometry(
            wanted.found,
            mended?.structure ?? wanted.found.structure,
            mended?.symmetry?.number,
            plan,
          )
        : wanted,
      raw: raw[row] ?? noResult,
      repaired: mended,
      counts,
      predicted: Object.fromEntries(
        model.properties.map((name, j) => [name, numbers[row * width + j] ?? Number.NaN]),
      ),
    };
  });
}

const noResult: Result<Structure> = { ok: false, error: new Error("the model gave no answer") };

/** Latents one after the other. */
export function joinLatents(rows: readonly Float32Array[], size: number): Latents {
  const data = new Float32Array(rows.length * size);
  for (const [i, latent] of rows.entries()) data.set(latent, i * size);
  return { data, shape: [rows.length, size] };
}

/** What is nearer than the radii allow can be parted in the crystal; what overlaps has a better latent near by. */
function isSound(count: StepCount | undefined): boolean {
  return count?.distances === true;
}

/** Repairs a crystal and counts it before and after each repair; undefined where it cannot be measured. */
function mend(
  structure: Structure,
  repair: DesignRepairOptions,
  plan: Pick<DesignPlan, "knownFormulas" | "volumePerAtom" | "symmetry">,
  counts: StepCount[],
): RepairedCrystal | undefined {
  let before: StepCount = { ...(counts.at(-1) as StepCount), name: "composition", changed: false };
  let repaired: RepairedCrystal;
  try {
    // Where P 1 is not wanted, nothing more is done to what stays in it.
    repaired = repairCrystal(structure, { ...repair, endAtP1: plan.symmetry === "aboveP1" });
  } catch (error) {
    // One crystal that cannot be measured must not end the run; it is judged as it was decoded.
    if (!(error instanceof CrystalError)) throw error;
    counts.push(before, ...stepsOf(repair).map((name) => ({ name, changed: false })));
    return undefined;
  }
  const symmetry = repaired.records.find((record) => record.kind === "symmetry");
  // Volume has no part in symmetry: what is found before the atoms move holds for the crystal as decoded.
  const aboveP1 = symmetry === undefined ? {} : { aboveP1: (symmetry.before?.number ?? 1) > 1 };
  counts.push({ ...before, ...aboveP1 });
  repaired.records.forEach((record, i) => {
    const after = repaired.stages[i] as Structure;
    const changed = hasChanged(repaired, i);
    // What a repair leaves alone keeps its quality; canonicalisation changes none.
    const quality =
      changed || before.distances === undefined
        ? countStep(record.kind, { ok: true, value: after }, changed, plan)
        : before;
    before = { ...quality, name: record.kind, changed };
    // The last repair is counted with the group of what is given out.
    const isLast = i === repaired.records.length - 1;
    const group = isLast ? repaired.symmetry?.number : groupOf(record);
    before = withoutGroup(before);
    if (
      repair.finder !== undefined &&
      repair.symmetry !== false &&
      (isLast || group !== undefined)
    ) {
      before = { ...before, aboveP1: (group ?? 1) > 1 };
    }
    counts.push(before);
  });
  return repaired;
}

function groupOf(record: RepairRecord): number | undefined {
  return record.kind === "symmetry" ? record.after?.number : undefined;
}

/** The space group is not looked for after every step. */
function withoutGroup(count: StepCount): StepCount {
  const copy: { -readonly [Key in keyof StepCount]: StepCount[Key] } = { ...count };
  delete copy.aboveP1;
  return copy;
}

function stepsOf({ volume, separation, symmetry, finder }: DesignRepairOptions): QualityStepName[] {
  return [
    ...(volume === false ? [] : ["volume" as const]),
    ...(symmetry === false || finder === undefined ? [] : ["symmetry" as const]),
    ...(separation === false ? [] : ["separation" as const]),
  ];
}

function hasChanged({ records }: RepairedCrystal, at: number): boolean {
  const record = records[at];
  switch (record?.kind) {
    case "volume":
      return record.factor !== 1;
    case "separation":
      return record.steps > 0;
    case "symmetry":
      return record.displacement.largest > 0 || record.strain > 0;
    case undefined:
      return false;
  }
}

/** What a decoded crystal is worth; nothing where there is none. */
function countStep(
  name: QualityStepName,
  result: Result<Structure>,
  changed: boolean,
  plan: Pick<DesignPlan, "knownFormulas" | "volumePerAtom">,
): StepCount {
  if (!result.ok || result.value.sites.length === 0) return { name, changed };
  const structure = result.value;
  try {
    const quality: CrystalQuality = measureQuality(structure, plan.volumePerAtom);
    const newFormula = !plan.knownFormulas.has(reducedFormulaOf(structure));
    return { name, changed, ...quality, newFormula };
  } catch (error) {
    if (!(error instanceof CrystalError)) throw error;
    return { name, changed };
  }
}
