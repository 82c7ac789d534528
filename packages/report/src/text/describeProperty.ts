/** How a property is named for people. */
export interface PropertyDescription {
  /** Name in words. */
  readonly label: string;
  /** Unit; empty when it is not known or the property has none. */
  readonly unit: string;
  /** Name and unit, e.g. `Band gap (eV)`. */
  readonly heading: string;
}

const units: Readonly<Record<string, string>> = {
  band_gap: "eV",
  formation_energy_per_atom: "eV/atom",
};

/**
 * The name and unit of a property for headings and axes.
 *
 * @param property - name of the property in the data, e.g. `formation_energy_per_atom`
 * @returns its name in words and its unit; not escaped
 *
 * @example
 * ```ts
 * describeProperty("band_gap").heading; // "Band gap (eV)"
 * ```
 */
export function describeProperty(property: string): PropertyDescription {
  const unit = Object.hasOwn(units, property) ? (units[property] ?? "") : "";
  const words = property.replace(/_/g, " ").trim();
  const name = unit.endsWith("/atom") ? words.replace(/ per atom$/, "") : words;
  const label = name.charAt(0).toUpperCase() + name.slice(1);
  return { label, unit, heading: unit === "" ? label : `${label} (${unit})` };
}
