import { FeaturizeError } from "../featurizeError.ts";
import { cgcnnPropertyTable } from "./cgcnnPropertyTable.ts";
import { propertyBlocks } from "./propertyBlocks.ts";
import type { PropertyTable } from "./propertyTable.ts";

/**
 * The property vector of an element in a table.
 *
 * @param element - symbol; `D` and `T` count as `H`
 * @param table - the table
 * @param unknown - what an unknown property becomes: an error (the default), or zero
 * @returns a new array, one number for each label of the table
 * @throws {@link FeaturizeError} with code `FEATURIZE_UNKNOWN_PROPERTY`; `data.element` and, when the
 * element is in the table, `data.property` say what is not known
 *
 * @example
 * ```ts
 * lookUpProperties("O", scalarPropertyTable(["electronegativity"])); // Float64Array [3.44]
 * ```
 */
export function lookUpProperties(
  element: string,
  table: PropertyTable,
  unknown: "error" | "zero" = "error",
): Float64Array {
  const symbol = element === "D" || element === "T" ? "H" : element;
  const vector = Object.hasOwn(table.vectors, symbol) ? table.vectors[symbol] : undefined;
  if (vector === undefined) {
    throw new FeaturizeError(
      "FEATURIZE_UNKNOWN_PROPERTY",
      `the property table "${table.name}" has no element "${element}"`,
      { element },
    );
  }
  return Float64Array.from(vector, (value, index) => {
    if (value !== null) return value;
    if (unknown === "zero") return 0;
    const property =
      table === cgcnnPropertyTable
        ? propertyBlocks.find(({ start, size }) => index >= start && index < start + size)?.property
        : table.labels[index];
    throw new FeaturizeError(
      "FEATURIZE_UNKNOWN_PROPERTY",
      `the ${property ?? `property ${index}`} of ${element} is not known`,
      { element, ...(property === undefined ? {} : { property }) },
    );
  });
}
