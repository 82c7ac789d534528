import { elementBySymbol } from "@ftcp/crystal";
import type { Composition } from "@ftcp/crystal";
import { elementalTable } from "./elementalTable.ts";

/**
 * Describes a composition by statistics of elemental properties: of each of Magpie's 22 properties the least, the
 * greatest, their difference, the mean and the mean deviation from it by amount, and that of the most frequent element.
 *
 * @param composition - amounts by element symbol, at least one of them positive
 * @returns 132 numbers, named by {@link compositionLabels}; NaN where a property of an element is not known (such as the
 *   electronegativity of helium)
 * @throws `CrystalError` with code `CRYSTAL_UNKNOWN_ELEMENT`
 * @throws RangeError when no amount is positive, or one is negative or not finite
 *
 * @remarks
 * The same as matminer's `ElementProperty.from_preset("magpie")`. Its numbers have unlike units: compare compositions after
 * {@link standardizeFingerprints}. Of equally frequent elements the least value counts.
 *
 * @example
 * ```ts
 * import { compositionLabels, fingerprintComposition } from "@ftcp/fingerprint";
 *
 * const numbers = fingerprintComposition({ Na: 1, Cl: 1 });
 * numbers[compositionLabels.indexOf("MagpieData mean Number")]; // 14
 * ```
 *
 * @see L. Ward et al., npj Comput. Mater. 2, 16028 (2016), doi:10.1038/npjcompumats.2016.28
 */
export function fingerprintComposition(composition: Composition): Float64Array {
  const parts = Object.entries(composition).filter(([, amount]) => amount !== 0);
  const total = parts.reduce((sum, [, amount]) => sum + amount, 0);
  if (!(total > 0 && Number.isFinite(total)) || parts.some(([, amount]) => amount < 0)) {
    throw new RangeError("a composition needs positive, finite amounts");
  }
  const shares = parts.map(([, amount]) => amount / total);
  const places = parts.map(([symbol]) => elementBySymbol(symbol).number - 1);
  const most = Math.max(...shares);
  return Float64Array.from(
    Object.values(elementalTable).flatMap((column) => {
      const values = places.map((place) => column[place] ?? Number.NaN);
      const weigh = (numbers: readonly number[]): number =>
        numbers.reduce((sum, value, i) => sum + value * (shares[i] ?? 0), 0);
      const mean = weigh(values);
      const [least, greatest] = [Math.min(...values), Math.max(...values)];
      const frequent = values.filter((_, i) => most - (shares[i] ?? 0) <= 1e-9);
      return [
        ...[least, greatest, greatest - least, mean],
        ...[weigh(values.map((value) => Math.abs(value - mean))), Math.min(...frequent)],
      ];
    }),
  );
}
