/**
 * Names the file of a run after what tells it from others.
 *
 * @param protocol - table, row, recipe, labels, part that is measured on, epochs and seed
 * @returns the name, without extension
 *
 * @example
 * ```ts
 * nameRun(protocol); // "table2-cgcnn-mixed-test-20epochs-seed1"
 * ```
 */
export function nameRun(protocol: {
  readonly table: string;
  readonly row: string;
  readonly recipe: string;
  readonly labels: string;
  readonly on: string;
  readonly epochs: number;
  readonly seed: number;
}): string {
  const { table, row, recipe, labels, on, epochs, seed } = protocol;
  const parts = [table, row, recipe, labels, on, `${epochs}epochs`, `seed${seed}`];
  // A row that is called like its table or recipe is named once.
  return parts
    .filter((part, i) => part !== parts[i - 1])
    .join("-")
    .replaceAll(" ", "-");
}
