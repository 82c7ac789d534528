/** What one element can contribute to a sum of charges. */
export interface IonChoices {
  /** Number of atoms, whole. */
  readonly amount: number;
  /** Electronegativity, if known. */
  readonly electronegativity: number | undefined;
  /** The oxidation states to choose from, whole. */
  readonly states: readonly number[];
  /** Whether a state is a usual one for the element. */
  readonly isUsual: (state: number) => boolean;
}

/** The best assignments, one state for each element in the order given; undefined when there is none. */
export interface ChargeAssignment {
  /** The best whose charges add up to zero. */
  readonly neutral: readonly number[] | undefined;
  /** The best of these with all negative elements more electronegative than all positive ones. */
  readonly ordered: readonly number[] | undefined;
}

/** One way to reach a sum of charges: the cheapest. */
interface Path {
  readonly cost: number;
  readonly state: number;
  /** The sum before this element. */
  readonly before: number;
}

/** For each number of elements that were counted (0 to all), the sums that they can have. */
type Levels = readonly ReadonlyMap<number, Path>[];

/** An unusual state costs more than any sum of charges. */
const unusualCost = 1e9;

/**
 * Chooses one oxidation state for each element so that the charges add up to zero.
 *
 * Sums are built up element by element, and of all ways to one sum the cheapest is kept. For the order of
 * electronegativities, elements are sorted by them: with a border between any two, those below it may be
 * positive or zero, those above it negative or zero. Sums from below and from above are built up once,
 * and meet at every border.
 *
 * @param ions - the elements, at least one
 * @param tolerance - how far from zero the sum may be, for rounded amounts
 */
export function assignCharges(ions: readonly IonChoices[], tolerance: number): ChargeAssignment {
  const all = ions.map((_, index) => index);
  const levels = buildLevels(ions, all, () => true);
  const total = bestSum(levels.at(-1), 0, tolerance);
  if (total === undefined) return { neutral: undefined, ordered: undefined };
  const neutral = readStates(ions, all, levels, total.sum);
  // One ion has nothing to be compared with.
  if (ions.length > 1 && ions.some(({ electronegativity }) => electronegativity === undefined)) {
    return { neutral, ordered: undefined };
  }
  return { neutral, ordered: assignOrdered(ions, all, tolerance) };
}

function assignOrdered(
  ions: readonly IonChoices[],
  all: readonly number[],
  tolerance: number,
): readonly number[] | undefined {
  const value = (index: number): number => ions[index]?.electronegativity ?? 0;
  const ascending = [...all].sort((left, right) => value(left) - value(right));
  const descending = ascending.toReversed();
  const cations = buildLevels(ions, ascending, (state) => state >= 0);
  const anions = buildLevels(ions, descending, (state) => state <= 0);
  let best: { cost: number; border: number; positive: number; negative: number } | undefined;
  for (let border = 0; border <= ions.length; border++) {
    const [below, above] = [ascending[border - 1], ascending[border]];
    // Elements of equal electronegativity stand on the same side.
    if (below !== undefined && above !== undefined && value(below) === value(above)) continue;
    for (const [positive, { cost }] of cations[border] ?? []) {
      const match = bestSum(anions[ions.length - border], -positive, tolerance);
      if (match === undefined || (best !== undefined && cost + match.cost >= best.cost)) continue;
      best = { cost: cost + match.cost, border, positive, negative: match.sum };
    }
  }
  if (best === undefined) return undefined;
  const { border, positive, negative } = best;
  const below = readStates(ions, ascending.slice(0, border), cations, positive);
  const above = readStates(ions, descending.slice(0, ions.length - border), anions, negative);
  return all.map((index) => below[index] ?? above[index] ?? 0);
}

function buildLevels(
  ions: readonly IonChoices[],
  order: readonly number[],
  isAllowed: (state: number) => boolean,
): Levels {
  let level = new Map<number, Path>([[0, { cost: 0, state: 0, before: 0 }]]);
  const levels = [level];
  for (const index of order) {
    const ion = ions[index];
    if (ion === undefined) continue;
    const next = new Map<number, Path>();
    for (const state of ion.states.filter(isAllowed)) {
      const charge = ion.amount * state;
      const ownCost = Math.abs(charge) + (ion.isUsual(state) ? 0 : unusualCost);
      for (const [before, path] of level) {
        const cost = path.cost + ownCost;
        const known = next.get(before + charge);
        if (known === undefined || cost < known.cost) {
          next.set(before + charge, { cost, state, before });
        }
      }
    }
    level = next;
    levels.push(level);
  }
  return levels;
}

/** The cheapest sum within the tolerance of the one that is wanted. */
function bestSum(
  level: ReadonlyMap<number, Path> | undefined,
  wanted: number,
  tolerance: number,
): { readonly sum: number; readonly cost: number } | undefined {
  let best: { readonly sum: number; readonly cost: number } | undefined;
  for (let sum = wanted - tolerance; sum <= wanted + tolerance; sum++) {
    const cost = level?.get(sum)?.cost;
    if (cost !== undefined && (best === undefined || cost < best.cost)) best = { sum, cost };
  }
  return best;
}

/** Walks back from a sum to the states that make it, at the places of their elements. */
function readStates(
  ions: readonly IonChoices[],
  order: readonly number[],
  levels: Levels,
  sum: number,
): readonly number[] {
  const states = new Array<number>(ions.length);
  let rest = sum;
  for (let level = order.length; level > 0; level--) {
    const path = levels[level]?.get(rest);
    const index = order[level - 1];
    if (path === undefined || index === undefined) throw new RangeError("There is no such sum.");
    states[index] = path.state;
    rest = path.before;
  }
  return states;
}
