/**
 * Logits of the contents of one crystal.
 */
export interface ContentLogits {
  /** Of every slot and class, `[slots, classes]`; the last class is the empty one. */
  readonly slots: Float32Array;
  /** Of every site and slot, `[sites, slots + 1]`; the last is for no atom. */
  readonly occupancy: Float32Array;
}

/**
 * What a crystal is made of.
 */
export interface Contents {
  /** Class of every slot; the last class is the empty one. */
  readonly classes: readonly number[];
  /** Sites of every slot; 0 exactly where the class is the empty one. */
  readonly counts: readonly number[];
}

/**
 * Chooses the most likely contents of a crystal among those that can be: sites sorted by slot, as canonical
 * crystals have them; an element in exactly those slots that have sites; no element twice.
 *
 * @param logits - logits of slots and sites
 * @param classes - number of classes of a slot
 * @param preference - contents that are preferred (`isPreferred`), when their log probability is at most
 *   `margin` nats below the highest; else the most likely are taken
 * @returns the contents
 *
 * @remarks
 * Logits of single sites do not know of one another; their argmax may give a slot sites but no element, or an
 * atom behind an empty site. Of the elements the eight most likely are looked at in every slot.
 */
export function chooseContents(
  logits: ContentLogits,
  classes: number,
  preference: {
    readonly margin: number;
    readonly isPreferred: (contents: Contents) => boolean;
  } = { margin: 0, isPreferred: () => true },
): Contents {
  const tables = readTables(logits, classes);
  const { margin } = preference;
  let depth = margin + 2;
  for (;;) {
    const choice = chooseWithin(tables, preference, depth);
    if (choice !== undefined && (choice.needed <= depth || depth >= margin + mostBeyond)) {
      return choice.contents;
    }
    if (depth >= margin + mostBeyond) break;
    // What was found tells how far one must look; where nothing was, a little farther.
    depth = Math.min(margin + mostBeyond, choice?.needed ?? 2 * depth + 1);
  }
  return (chooseWithin(tables, { ...preference, margin: 0 }, Infinity) as Choice).contents;
}

/**
 * How far below the most likely sites and elements is looked, beyond the margin: sites and slots hardly ever disagree by
 * more; if they do, everything is looked at.
 */
const mostBeyond = 20;

/** Log probabilities. */
interface Tables {
  /** Number of classes of a slot. */
  readonly classes: number;
  /** Of the classes of every slot. */
  readonly slots: readonly Float64Array[];
  /** The most likely classes of every slot but the empty one; the most likely first. */
  readonly likely: readonly (readonly number[])[];
  /** `sums[c][t]`: that sites 0 to t - 1 are all of class c. */
  readonly sums: readonly Float64Array[];
  /** The highest of any numbers of sites per slot. */
  readonly highest: number;
}

function readTables(logits: ContentLogits, classes: number): Tables {
  const count = logits.slots.length / classes;
  const width = count + 1;
  const sites = logits.occupancy.length / width;
  const slots = Array.from({ length: count }, (_, slot) =>
    logSoftmax(logits.slots.subarray(slot * classes, (slot + 1) * classes)),
  );
  const sums = Array.from({ length: width }, () => new Float64Array(sites + 1));
  for (let site = 0; site < sites; site++) {
    const logs = logSoftmax(logits.occupancy.subarray(site * width, (site + 1) * width));
    sums.forEach((sum, k) => {
      sum[site + 1] = (sum[site] as number) + (logs[k] as number);
    });
  }
  const likely = slots.map((logs) => mostLikely(logs, classes - 1));
  return { classes, slots, likely, sums, highest: highestCountScore(sums, sites) };
}

/** The positions of the largest of the first numbers, the largest first. */
function mostLikely(logs: Float64Array, length: number): readonly number[] {
  const best: number[] = [];
  for (let k = 0; k < length; k++) {
    const log = logs[k] as number;
    if (best.length === mostElements && !(log > (logs[best.at(-1) as number] as number))) continue;
    let at = best.length;
    while (at > 0 && log > (logs[best[at - 1] as number] as number)) at--;
    best.splice(at, 0, k);
    if (best.length > mostElements) best.pop();
  }
  return best;
}

interface Choice {
  readonly contents: Contents;
  /** How deep one must look to be sure of the choice. */
  readonly needed: number;
}

function chooseWithin(
  tables: Tables,
  { margin, isPreferred }: Parameters<typeof chooseContents>[2] & object,
  depth: number,
): Choice | undefined {
  const byPattern = groupByPattern(enumerateCounts(tables, depth));
  const candidates: { readonly score: number; readonly contents: Contents }[] = [];
  let best = -Infinity;
  for (const [filled, counts] of byPattern) {
    if (!filled.includes(true)) continue;
    const elements = enumerateElements(tables, filled, depth);
    if (elements.length === 0) continue;
    const top =
      (elements[0] as Scored<ElementChoice>).score + (counts[0] as Scored<CountChoice>).score;
    best = Math.max(best, top);
    if (top < best - margin) continue;
    for (const { score: one, classes: chosen } of elements) {
      if (one + (counts[0] as Scored<CountChoice>).score < best - margin) break;
      for (const { score: other, counts: perSlot } of counts) {
        if (one + other < best - margin) break;
        candidates.push({ score: one + other, contents: { classes: chosen, counts: perSlot } });
      }
    }
  }
  const sorted = candidates
    .filter(({ score }) => score >= best - margin)
    .sort((left, right) => right.score - left.score)
    .slice(0, mostCandidates);
  const chosen = sorted.find(({ contents }) => isPreferred(contents)) ?? sorted[0];
  if (chosen === undefined) return undefined;
  // Whatever has sites or an element at a depth is less likely than the most likely sites by at least as much.
  return { contents: chosen.contents, needed: tables.highest - best + margin };
}

/** Contents that are looked at, at most. */
const mostCandidates = 1000;
const mostElements = 8;

type Scored<T> = T & {
  /** Log probability. */
  readonly score: number;
};

interface CountChoice {
  readonly counts: readonly number[];
}

interface ElementChoice {
  readonly classes: readonly number[];
}

/**
 * Numbers of sites per slot, with the log probability of the sites that they mean, down to `depth` below the
 * highest.
 */
function enumerateCounts({ sums, slots, highest }: Tables, depth: number): Scored<CountChoice>[] {
  const sites = (sums[0]?.length ?? 1) - 1;
  const lowest = highest - depth;
  const choices: Scored<CountChoice>[] = [];
  const extend = (counts: readonly number[], start: number, score: number): void => {
    const sum = sums[counts.length] as Float64Array;
    const before = sum[start] as number;
    if (counts.length === slots.length) {
      const total = score + (sum[sites] as number) - before;
      if (total >= lowest) choices.push({ counts, score: total });
      return;
    }
    for (let end = start; end <= sites; end++) {
      // Log probabilities are negative: what is too low already stays so.
      if (score + (sum[end] as number) - before < lowest) break;
      extend([...counts, end - start], end, score + (sum[end] as number) - before);
    }
  };
  extend([], 0, 0);
  return choices;
}

/** The highest log probability of any numbers of sites per slot. */
function highestCountScore(sums: readonly Float64Array[], sites: number): number {
  // best[t]: highest of sites 0 to t - 1 when they are of the classes so far.
  let best = Float64Array.from(sums[0] as Float64Array);
  for (const sum of sums.slice(1)) {
    let highest = -Infinity;
    best = best.map((score, t) => {
      highest = Math.max(highest, score - (sum[t] as number));
      return highest + (sum[t] as number);
    });
  }
  return best[sites] as number;
}

/** Groups choices by which slots they fill; the most likely first. */
function groupByPattern(
  choices: readonly Scored<CountChoice>[],
): (readonly [readonly boolean[], readonly Scored<CountChoice>[]])[] {
  const groups = new Map<string, [readonly boolean[], Scored<CountChoice>[]]>();
  for (const choice of choices) {
    const pattern = choice.counts.map((count) => count > 0);
    const key = pattern.join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pattern, [choice]]);
    else group[1].push(choice);
  }
  const sorted = [...groups.values()];
  for (const [, group] of sorted) group.sort((left, right) => right.score - left.score);
  return sorted;
}

/** Elements of the filled slots, none twice; the most likely first. */
function enumerateElements(
  { classes, slots, likely }: Tables,
  filled: readonly boolean[],
  depth: number,
): Scored<ElementChoice>[] {
  const empty = classes - 1;
  let choices: Scored<ElementChoice>[] = [{ classes: [], score: 0 }];
  filled.forEach((isFilled, slot) => {
    const logs = slots[slot] as Float64Array;
    const options = isFilled
      ? (likely[slot] ?? []).filter((one) => (logs[one] as number) >= -depth)
      : [empty];
    choices = choices.flatMap((choice) =>
      options
        .filter((one) => one === empty || !choice.classes.includes(one))
        .map((one) => ({
          classes: [...choice.classes, one],
          score: choice.score + (logs[one] as number),
        })),
    );
  });
  return choices.sort((left, right) => right.score - left.score);
}

function logSoftmax(logits: Float32Array): Float64Array {
  const logs = new Float64Array(logits.length);
  let maximum = -Infinity;
  for (let k = 0; k < logs.length; k++) maximum = Math.max(maximum, logits[k] as number);
  let sum = 0;
  for (let k = 0; k < logs.length; k++) sum += Math.exp((logits[k] as number) - maximum);
  const shift = maximum + Math.log(sum);
  for (let k = 0; k < logs.length; k++) logs[k] = (logits[k] as number) - shift;
  return logs;
}
