import { createRandom } from "@ftcp/random";
import type { DifferentiableModel } from "../differentiableModel.ts";
import { SamplingError } from "../samplingError.ts";
import type { PropertyTarget } from "../targets/propertyTarget.ts";
import { checkCount } from "./checkCount.ts";
import { checkRoots } from "./checkRoots.ts";
import { latentDistance } from "./latentDistance.ts";
import type { LatentRoot, LatentSample } from "./latentSample.ts";
import { solveDamped } from "./solveDamped.ts";

/** Options of {@link sampleOptimized}. */
export interface SampleOptimizedOptions {
  /** Predicts properties and differentiates them. */
  readonly model: DifferentiableModel;
  /** What the samples should reach; any number of targets, which hold at once. */
  readonly targets: readonly PropertyTarget[];
  /** The known crystals to start from. */
  readonly roots: readonly LatentRoot[];
  /** How many samples each root gives; `Infinity` for a stream without end. */
  readonly perRoot: number;
  /** Decides where each search starts. */
  readonly seed: number;
  /**
   * Targets count as reached within this, in the property's unit: one number for all or one by property
   * name. Of a bound or range, how far beyond it. A tolerance of the target itself goes before it.
   *
   * @defaultValue 0
   */
  readonly tolerance?: number | Readonly<Record<string, number>>;
  /**
   * What makes properties comparable where targets cannot all be reached, by name in the property's unit,
   * for example {@link LatentIndex.spreadOf}.
   *
   * @defaultValue 1 for each
   */
  readonly spreads?: Readonly<Record<string, number>>;
  /**
   * Standard deviation of the noise around the root with which a search starts, in units of `deviations`.
   *
   * @defaultValue 0.3: half of a local perturbation
   */
  readonly scale?: number;
  /**
   * How far from the root a search may go, as the standard deviation of a local perturbation that goes as
   * far: the Euclidean distance in units of `deviations` is at most `trust · √size`.
   *
   * @defaultValue twice `scale`, at least 0.6
   */
  readonly trust?: number;
  /** One unit of length per dimension; 1 everywhere when absent. */
  readonly deviations?: ArrayLike<number>;
  /**
   * How many steps a search takes at most.
   *
   * @defaultValue 20
   */
  readonly steps?: number;
  /**
   * How many searches go side by side; it does not change their results but by the model's rounding.
   *
   * @defaultValue 64
   */
  readonly batchSize?: number;
  /** Ends the stream by throwing its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Samples by latent optimisation: starts near known crystals and goes down the gradient of the predicted
 * properties until they meet the targets, within a trust region around the root.
 *
 * @param options - model, targets and roots
 * @returns a stream that goes round the roots; of a search that does not arrive, its best point
 * @throws RangeError at once when there is no root or target, roots and model differ in size, or a number
 *   is out of range
 * @throws {@link SamplingError} at once with code `SAMPLING_UNKNOWN_PROPERTY` when the model does not
 *   predict a target's property; in the stream with `SAMPLING_MODEL_MISMATCH` when it answers with the
 *   wrong number of numbers
 *
 * @remarks
 * - Minimises `½ Σ (dᵢ / sᵢ)²`, where dᵢ is how far a prediction is from its target beyond the tolerance
 *   and sᵢ the property's spread. Each step is Levenberg and Marquardt's of least norm, which moves the
 *   latent no more than the targets need; it is cut to the step's own trust radius, which halves when a
 *   step does not help and doubles when it does, and to the ball around the root.
 * - For the highest or lowest values there are, see {@link extremeTarget}.
 * - Predictions are the model's own, and a search by gradients finds its errors first: with the bundled
 *   `ternary-20` every search arrives, but where the decoded crystal does not change with the latent, its
 *   encoding does not either. Judge designs by the prediction for the crystal encoded anew, and by an
 *   independent model.
 *
 * @example
 * ```ts
 * import { parseTarget, sampleOptimized } from "@ftcp/sampling";
 *
 * const targets = [parseTarget("band_gap=1.5")];
 * for await (const sample of sampleOptimized({ model, targets, roots, perRoot: 1, seed: 1 })) {
 *   console.log(sample.roots[0], sample.distance);
 * }
 * ```
 *
 * @see J. Nocedal, S. Wright, Numerical Optimization (2006), sections 4.1 and 10.3,
 *   doi:10.1007/978-0-387-40065-5; R. Gómez-Bombarelli et al., ACS Cent. Sci. 4, 268 (2018),
 *   doi:10.1021/acscentsci.7b00572
 */
export function sampleOptimized(
  options: SampleOptimizedOptions,
): AsyncGenerator<LatentSample, void, undefined> {
  const { model, targets, roots, perRoot, deviations } = options;
  const { scale = 0.3, steps = 20, batchSize = 64 } = options;
  const { trust = Math.max(0.6, 2 * scale) } = options;
  const size = checkRoots(roots);
  checkCount("perRoot", perRoot);
  if (size !== model.latentSize) {
    throw new RangeError(`roots of ${size} dimensions, a model of ${model.latentSize}`);
  }
  if (targets.length === 0) throw new RangeError("an optimisation needs at least one target");
  if (!Number.isFinite(scale) || scale < 0) {
    throw new RangeError(`scale must be a number from 0 on, received ${scale}`);
  }
  if (!(trust > 0)) throw new RangeError(`trust must be above 0, received ${trust}`);
  for (const [name, value] of Object.entries({ steps, batchSize })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`${name} must be a positive integer, received ${value}`);
    }
  }
  if (deviations !== undefined && deviations.length !== size) {
    throw new RangeError(`${deviations.length} deviations for latents of ${size} dimensions`);
  }
  const goals = targets.map((target): Goal => {
    const { property } = target;
    const column = model.properties.indexOf(property);
    if (column === -1) {
      throw new SamplingError(
        "SAMPLING_UNKNOWN_PROPERTY",
        `the model does not predict "${property}"; known: ${model.properties.join(", ")}`,
        { property, known: model.properties },
      );
    }
    const tolerance =
      (target.kind === "value" ? target.tolerance : undefined) ??
      (typeof options.tolerance === "object"
        ? (options.tolerance[property] ?? 0)
        : (options.tolerance ?? 0));
    if (!(tolerance >= 0)) {
      throw new RangeError(`tolerance must be a number from 0 on, received ${tolerance}`);
    }
    const spread = options.spreads?.[property] ?? 1;
    if (!(spread > 0)) throw new RangeError(`spread of ${property} is ${spread}`);
    return { column, spread, ...boundsOf(target, tolerance) };
  });
  const units = Float64Array.from({ length: size }, (_, i) => deviations?.[i] ?? 1);
  const radius = trust * Math.sqrt(size);
  return search(options, { goals, units, scale, radius, steps, batchSize });
}

/** A target as an interval of one column of the predictions. */
interface Goal {
  readonly column: number;
  readonly spread: number;
  readonly low: number;
  readonly high: number;
}

interface Plan {
  readonly goals: readonly Goal[];
  readonly units: Float64Array;
  readonly scale: number;
  readonly radius: number;
  readonly steps: number;
  readonly batchSize: number;
}

/** One search; `at` and `best` are offsets from the root in units of `deviations`. */
interface Walk {
  readonly root: LatentRoot;
  at: Float64Array;
  /** Predictions of the targets' properties at `at`. */
  values: readonly number[];
  /** `dᵢ / sᵢ` with the sign in which they must change. */
  residuals: readonly number[];
  rows: readonly Float64Array[];
  proposal: Float64Array;
  stepRadius: number;
  improvements: number;
  isDone: boolean;
}

function boundsOf(
  target: PropertyTarget,
  tolerance: number,
): { readonly low: number; readonly high: number } {
  switch (target.kind) {
    case "value":
      return { low: target.value - tolerance, high: target.value + tolerance };
    case "below":
      return { low: -Infinity, high: target.value + tolerance };
    case "above":
      return { low: target.value - tolerance, high: Infinity };
    case "range":
      return { low: target.minimum - tolerance, high: target.maximum + tolerance };
  }
}

async function* search(
  options: SampleOptimizedOptions,
  plan: Plan,
): AsyncGenerator<LatentSample, void, undefined> {
  const { model, roots, perRoot, seed, signal } = options;
  const random = createRandom(seed);
  let walks: Walk[] = [];
  for (let round = 0; round < perRoot; round++) {
    for (const [position, root] of roots.entries()) {
      const start = root.latent.length;
      const noise = Float64Array.from({ length: start }, () => plan.scale * random.normal());
      const proposal = shorten(noise, plan.radius);
      const nothing = { at: proposal, values: [], residuals: [], rows: [] };
      walks.push({
        ...{ root, ...nothing, proposal, stepRadius: plan.radius / 2 },
        ...{ improvements: 0, isDone: false },
      });
      const isLast = round === perRoot - 1 && position === roots.length - 1;
      if (walks.length < plan.batchSize && !isLast) continue;
      await walkAll(walks, model, plan, signal);
      for (const walk of walks) {
        const latent = place(walk.root, walk.at, plan.units);
        yield {
          latent,
          sampler: "optimized",
          roots: [walk.root.id],
          step: walk.improvements,
          distance: latentDistance(walk.root.latent, latent),
        };
      }
      walks = [];
    }
  }
}

/** Takes the steps of some searches side by side. */
async function walkAll(
  walks: readonly Walk[],
  model: DifferentiableModel,
  plan: Plan,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let step = 0; step <= plan.steps; step++) {
    const active = walks.filter(({ isDone }) => !isDone);
    if (active.length === 0) return;
    signal?.throwIfAborted();
    const size = plan.units.length;
    const data = new Float32Array(active.length * size);
    for (const [i, { root, proposal }] of active.entries()) {
      data.set(place(root, proposal, plan.units), i * size);
    }
    const shape = [active.length, size] as const;
    const answer = await model.differentiateProperties({ data, shape });
    const width = model.properties.length;
    if (
      answer.properties.length !== active.length * width ||
      answer.gradients.length !== active.length * width * size
    ) {
      throw new SamplingError(
        "SAMPLING_MODEL_MISMATCH",
        `for ${active.length} latents the model gave ${answer.properties.length} predictions of ` +
          `${width} properties and ${answer.gradients.length} derivatives`,
      );
    }
    for (const [i, walk] of active.entries()) {
      const values = plan.goals.map(
        ({ column }) => answer.properties[i * width + column] ?? Number.NaN,
      );
      judge(walk, values, plan.goals, step === 0, () =>
        plan.goals.map(({ column, spread }) => {
          const start = (i * width + column) * size;
          return Float64Array.from(
            plan.units,
            (unit, k) => ((answer.gradients[start + k] ?? 0) * unit) / spread,
          );
        }),
      );
      propose(walk, plan);
    }
  }
}

/** By how much a prediction must change, in spreads; 0 if it need not. */
function residualOf({ low, high, spread }: Goal, value: number): number {
  const gap = Math.min(high, Math.max(low, value)) - value;
  // Predictions are float32: what is nearer than their last digits is there.
  return Math.abs(gap) <= 1e-6 * Math.abs(value) ? 0 : gap / spread;
}

/** Goes to the proposal if it is better, and makes the next step wider or narrower. */
function judge(
  walk: Walk,
  values: readonly number[],
  goals: readonly Goal[],
  isFirst: boolean,
  readRows: () => readonly Float64Array[],
): void {
  const residuals = goals.map((goal, i) => residualOf(goal, values[i] ?? Number.NaN));
  const [before, after] = [norm(walk.residuals), norm(residuals)];
  if (!isFirst && !(after < before)) {
    walk.stepRadius /= 2;
    return;
  }
  if (!isFirst) {
    walk.improvements++;
    walk.stepRadius *= 2;
  }
  walk.at = walk.proposal;
  walk.values = values;
  walk.residuals = residuals;
  walk.rows = readRows();
}

/** The next point to try. */
function propose(walk: Walk, { radius, goals }: Plan): void {
  const { at, rows, residuals, stepRadius } = walk;
  const length = norm(residuals);
  const steepness = Math.max(...rows.map((row) => norm(row)));
  // A prediction that is not finite has no direction either: 0 > NaN is false.
  if (!(length > 0 && steepness > 0) || stepRadius < 1e-4 * radius) {
    walk.isDone = true;
    return;
  }
  const cut = shorten(solveGoals(walk, goals, 1e-6 * steepness ** 2), stepRadius);
  walk.proposal = shorten(
    at.map((value, k) => value + (cut[k] ?? 0)),
    radius,
  );
  walk.isDone = walk.proposal.every((value, k) => value === at[k]);
}

/**
 * The step that takes all residuals away, as far as predictions are linear. Targets that are met need no
 * step, but one that the step would break is held at its bound, and the step solved anew.
 */
function solveGoals(
  { rows, values, residuals }: Walk,
  goals: readonly Goal[],
  damping: number,
): Float64Array {
  const wanted = new Map([...residuals.entries()].filter(([, residual]) => residual !== 0));
  for (;;) {
    const open = [...wanted.keys()].map((i) => rows[i] as Float64Array);
    const step = solveDamped(open, [...wanted.values()], damping);
    const broken = goals.flatMap((goal, i): (readonly [number, number])[] => {
      const value = values[i] ?? 0;
      const change = goal.spread * dotProduct(rows[i] ?? step, step);
      if (wanted.has(i) || residualOf(goal, value + change) === 0) return [];
      const bound = change > 0 ? goal.high : goal.low;
      return [[i, (bound - value) / goal.spread]];
    });
    if (broken.length === 0) return step;
    for (const [i, residual] of broken) wanted.set(i, residual);
  }
}

function dotProduct(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function place(root: LatentRoot, offset: Float64Array, units: Float64Array): Float32Array {
  return root.latent.map((value, i) => value + (offset[i] ?? 0) * (units[i] ?? 0));
}

function norm(vector: ArrayLike<number>): number {
  return Math.sqrt(Array.from(vector).reduce((sum, value) => sum + value * value, 0));
}

/** The vector, or the part of it that a ball around the origin holds. */
function shorten(vector: Float64Array, radius: number): Float64Array {
  const length = norm(vector);
  return length > radius ? vector.map((value) => (value * radius) / length) : vector;
}
