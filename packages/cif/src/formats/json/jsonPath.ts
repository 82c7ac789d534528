/** The way from the root of a JSON text to one of its values: keys and indices. */
export type JsonPath = readonly (string | number)[];

/**
 * A path as one writes it in a program, `sites[3].abc`.
 *
 * @param path - keys and indices
 * @returns the text; empty for the root
 * @internal
 */
export function formatJsonPath(path: JsonPath): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}
