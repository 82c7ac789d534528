import { elementBySymbol } from "@ftcp/crystal";

/** Steps per lattice vector in the coarse comparison of coordinates. */
const gridSteps = 96;

/**
 * The order in which sites enter a tensor.
 *
 * @param symbols - element of each site
 * @param positions - fractional coordinates, three for each site
 * @param order - see the entry `siteOrder` of the layout
 * @returns indices of sites
 *
 * @remarks
 * `electronegativity` is what `sorted` of Python makes with pymatgen's comparison: by Pauling
 * electronegativity, of equal ones by symbol, otherwise as given. An element without electronegativity
 * (He, Ne, Ar) is compared with any other by symbol alone, which is no order; so up to 63 sites the
 * steps of Python's binary insertion are followed.
 */
export function orderSites(
  symbols: readonly string[],
  positions: Float64Array,
  order: "electronegativity" | "canonical",
): number[] {
  if (order === "electronegativity") return sortByElectronegativity(symbols);
  return [...symbols.keys()].sort((left, right) => {
    const kinds = compareByElectronegativity(symbols[left] ?? "", symbols[right] ?? "");
    if (kinds !== 0) return kinds;
    for (const steps of [gridSteps, 0]) {
      for (let axis = 0; axis < 3; axis++) {
        const x = onGrid(positions[3 * left + axis] ?? 0, steps);
        const y = onGrid(positions[3 * right + axis] ?? 0, steps);
        if (x !== y) return x - y;
      }
    }
    return 0;
  });
}

/** Ascending electronegativity, elements without one last, ties by atomic number. */
function compareByElectronegativity(left: string, right: string): number {
  const a = elementBySymbol(left);
  const b = elementBySymbol(right);
  const x = a.electronegativity ?? Infinity;
  const y = b.electronegativity ?? Infinity;
  if (x !== y) return x < y ? -1 : 1;
  return a.number - b.number;
}

function onGrid(x: number, steps: number): number {
  return steps === 0 ? x : Math.round(x * steps) % steps;
}

function sortByElectronegativity(symbols: readonly string[]): number[] {
  if (isAscending(symbols)) return [...symbols.keys()];
  const kinds: string[] = [];
  for (const symbol of symbols) if (!kinds.includes(symbol)) kinds.push(symbol);
  const isLess = (left: number, right: number): boolean =>
    precedes(kinds[left] ?? "", kinds[right] ?? "");
  const kindOfSite = symbols.map((symbol) => kinds.indexOf(symbol));
  const hasNoble = kinds.some((kind) => elementBySymbol(kind).electronegativity === undefined);
  if (hasNoble) return sortAsPython(kindOfSite, isLess);
  const ranks = [...kinds.keys()].sort((left, right) => (isLess(left, right) ? -1 : 1));
  const order: number[] = [];
  for (const kind of ranks) {
    for (let site = 0; site < kindOfSite.length; site++) {
      if (kindOfSite[site] === kind) order.push(site);
    }
  }
  return order;
}

/** Whether no site precedes the one before it: any sort leaves such a list alone, and most CIFs have one. */
function isAscending(symbols: readonly string[]): boolean {
  for (let site = 1; site < symbols.length; site++) {
    const symbol = symbols[site] ?? "";
    const before = symbols[site - 1] ?? "";
    if (symbol !== before && precedes(symbol, before)) return false;
  }
  return true;
}

/** pymatgen's `site < other`. */
function precedes(left: string, right: string): boolean {
  const x = elementBySymbol(left).electronegativity ?? Number.NaN;
  const y = elementBySymbol(right).electronegativity ?? Number.NaN;
  if (x < y) return true;
  if (x > y) return false;
  return left < right;
}

function sortAsPython(
  kinds: readonly number[],
  isLess: (left: number, right: number) => boolean,
): number[] {
  const count = kinds.length;
  const items = [...kinds.keys()];
  const kindOf = (item: number): number => kinds[items[item] ?? 0] ?? 0;
  const less = (left: number, right: number): boolean => isLess(kindOf(left), kindOf(right));
  if (count > 63) {
    return items.sort((left, right) => {
      const x = kinds[left] ?? 0;
      const y = kinds[right] ?? 0;
      if (isLess(x, y)) return -1;
      return isLess(y, x) ? 1 : 0;
    });
  }
  let sorted = Math.min(count, 2);
  if (count > 1 && less(1, 0)) {
    while (sorted < count && less(sorted, sorted - 1)) sorted++;
    items.splice(0, sorted, ...items.slice(0, sorted).reverse());
  } else {
    while (sorted < count && !less(sorted, sorted - 1)) sorted++;
    if (sorted === count) return items;
  }
  for (; sorted < count; sorted++) {
    let low = 0;
    let high = sorted;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (less(sorted, middle)) high = middle;
      else low = middle + 1;
    }
    const [moved = 0] = items.splice(sorted, 1);
    items.splice(low, 0, moved);
  }
  return items;
}
