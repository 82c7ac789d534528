import { createPropertyTable } from "./createPropertyTable.ts";
import { elementalProperties, type ElementalProperties } from "./elementalProperties.ts";
import { propertyBlocks } from "./propertyBlocks.ts";
import type { PropertyTable } from "./propertyTable.ts";

/** An elemental property that is a number. */
export type ScalarProperty = Exclude<keyof ElementalProperties, "symbol" | "block">;

/**
 * A table of elemental properties as they are, not cut into bins.
 *
 * @param properties - which, in the order of the vector; in the units of {@link ElementalProperties}
 * @returns the table; `null` where a value is not known, as the electronegativity of neon
 * @throws {@link FeaturizeError} with code `FEATURIZE_INVALID_TABLE` when no property is named
 *
 * @remarks
 * A layout with this table refuses crystals with an unknown property unless it is made with
 * `unknownProperties: "zero"`: an electronegativity of zero would be a false value.
 *
 * @example
 * ```ts
 * scalarPropertyTable(["electronegativity", "covalentRadius"]).vectors["O"]; // [3.44, 63]
 * ```
 */
export function scalarPropertyTable(properties: readonly ScalarProperty[]): PropertyTable {
  return createPropertyTable({
    name: properties.join(", "),
    labels: properties.map((property) => {
      const unit = propertyBlocks.find((block) => block.property === property)?.unit ?? "";
      return unit === "" ? property : `${property} (${unit})`;
    }),
    vectors: Object.fromEntries(
      elementalProperties.map((element) => [
        element.symbol,
        properties.map((property) => element[property] ?? null),
      ]),
    ),
  });
}
