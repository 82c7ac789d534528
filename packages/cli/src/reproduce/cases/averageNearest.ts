import type { LatentIndex } from "@ftcp/sampling";

/**
 * Averages what is known of the crystals nearest to a latent: a prediction that needs no regression.
 *
 * @param index - the known crystals
 * @param latent - `[size]`
 * @param properties - what to average; crystals that lack one of them are passed over
 * @param count - how many crystals
 * @returns mean values by property, NaN where no crystal knows them all
 */
export function averageNearest(
  index: LatentIndex,
  latent: ArrayLike<number>,
  properties: readonly string[],
  count: number,
): Readonly<Record<string, number>> {
  const { latentSize: size, propertyNames, latents } = index;
  const columns = properties.map((name) => propertyNames.indexOf(name));
  const nearest: { readonly row: number; readonly squares: number }[] = [];
  const valueOf = (row: number, column: number): number =>
    column === -1
      ? Number.NaN
      : (index.properties[row * propertyNames.length + column] ?? Number.NaN);
  for (let row = 0; row < index.count; row++) {
    if (columns.some((column) => Number.isNaN(valueOf(row, column)))) continue;
    const most = nearest.length < count ? Infinity : (nearest.at(-1)?.squares ?? Infinity);
    let squares = 0;
    // Leaving early once beyond the last of them saves most of the work.
    for (let k = 0; k < size && squares < most; k++) {
      squares += ((latents.data[row * size + k] ?? 0) - (latent[k] ?? 0)) ** 2;
    }
    if (squares >= most) continue;
    nearest.push({ row, squares });
    nearest.sort((a, b) => a.squares - b.squares);
    if (nearest.length > count) nearest.pop();
  }
  return Object.fromEntries(
    properties.map((name, i) => {
      const values = nearest.map(({ row }) => valueOf(row, columns[i] ?? -1));
      return [name, values.reduce((sum, value) => sum + value, 0) / values.length];
    }),
  );
}
