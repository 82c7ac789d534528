import { elementalProperties } from "@ftcp/featurize";

/**
 * Elemental properties as numbers of mean 0 and variance 1 over the elements: what the bits of the
 * atom vector Z were cut from, uncut.
 *
 * @returns `[elements][scalars]`, H first: atomic number, group, period, electronegativity, covalent
 *   radius, valence electrons, ionization energy, electron affinity, logarithm of the atomic volume,
 *   and one flag per block; an unknown value is the mean
 */
export function elementScalars(): readonly (readonly number[])[] {
  const rows = elementalProperties.map((element, index) => [
    index + 1,
    element.group ?? 3, // the f block stands below group 3
    element.period,
    element.electronegativity,
    element.covalentRadius,
    element.valenceElectrons,
    element.ionizationEnergy,
    element.electronAffinity,
    element.atomicVolume === undefined ? undefined : Math.log(element.atomicVolume),
    ...["s", "p", "d", "f"].map((block) => Number(block === element.block)),
  ]);
  const width = rows[0]?.length ?? 0;
  const moments = Array.from({ length: width }, (_, column) => {
    const known = rows.map((row) => row[column]).filter((value) => value !== undefined);
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
    return { mean, deviation: Math.sqrt(variance) };
  });
  return rows.map((row) =>
    moments.map(({ mean, deviation }, column) => ((row[column] ?? mean) - mean) / deviation),
  );
}
