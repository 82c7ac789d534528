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
  // Sites and slots hardly ever disagree by more than this; if they do, everything is looked at.
  return (
    chooseWithin(logits, classes, preference, preference.margin + 20) ??
    (chooseWithin(logits, classes, { ...preference, margin: 0 }, Infinity) as Contents)
  );
}

function chooseWithin(
  logits: ContentLogits,
  classes: number,
  { margin, isPreferred }: Parameters<typeof chooseContents>[2] & object,
  depth: number,
): Contents | undefined {
  const slots = logits.slots.length / classes;
  const byPattern = groupByPattern(enumerateCounts(logits.occupancy, slots, depth));
  const candidates: { readonly score: number; readonly contents: Contents }[] = [];
  let best = -Infinity;
  for (const [filled, counts] of byPattern) {
    if (!filled.includes(true)) continue;
    const elements = enumerateElements(logits.slots, classes, filled, depth);
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
  const preferred = sorted.find(({ contents }) => isPreferred(contents));
  return (preferred ?? sorted[0])?.contents;
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
function enumerateCounts(
  occupancy: Float32Array,
  slots: number,
  depth: number,
): Scored<CountChoice>[] {
  const width = slots + 1;
  const sites = occupancy.length / width;
  // sums[c][t]: log probability that sites 0 to t - 1 are all of class c.
  const sums = Array.from({ length: width }, () => new Float64Array(sites + 1));
  for (let site = 0; site < sites; site++) {
    const logs = logSoftmax(occupancy.subarray(site * width, (site + 1) * width));
    sums.forEach((sum, k) => {
      sum[site + 1] = (sum[site] as number) + (logs[k] as number);
    });
  }
  const lowest = highestCountScore(sums, sites) - depth;
  const choices: Scored<CountChoice>[] = [];
  const extend = (counts: readonly number[], start: number, score: number): void => {
    const sum = sums[counts.length] as Float64Array;
    const before = sum[start] as number;
    if (counts.length === slots) {
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
  logits: Float32Array,
  classes: number,
  filled: readonly boolean[],
  depth: number,
): Scored<ElementChoice>[] {
  let choices: Scored<ElementChoice>[] = [{ classes: [], score: 0 }];
  filled.forEach((isFilled, slot) => {
    const logs = logSoftmax(logits.subarray(slot * classes, (slot + 1) * classes));
    const empty = classes - 1;
    const likely = isFilled
      ? [...logs.keys()]
          .slice(0, empty)
          .sort((left, right) => (logs[right] as number) - (logs[left] as number))
          .slice(0, mostElements)
          .filter((one) => (logs[one] as number) >= -depth)
      : [empty];
    choices = choices.flatMap((choice) =>
      likely
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
  let maximum = -Infinity;
  for (const logit of logits) maximum = Math.max(maximum, logit);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - maximum);
  const shift = maximum + Math.log(sum);
  return Float64Array.from(logits, (logit) => logit - shift);
}
