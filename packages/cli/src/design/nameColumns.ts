/**
 * Turns the predictions of a model into records.
 *
 * @param names - of the columns
 * @param values - `[rows, names]` row-major
 * @returns for each row its values by name
 */
export function nameColumns(
  names: readonly string[],
  values: Float32Array,
): readonly Readonly<Record<string, number>>[] {
  const width = names.length;
  return Array.from({ length: values.length / width }, (_, row) =>
    Object.fromEntries(names.map((name, k) => [name, values[row * width + k] ?? Number.NaN])),
  );
}
