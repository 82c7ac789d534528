/**
 * A table of atom properties as plain JSON data: one vector of equal length for each element.
 *
 * @remarks
 * Make one with {@link createPropertyTable}; {@link oneHotPropertyTable} and
 * {@link scalarPropertyTable} make two that are often wanted, and {@link cgcnnPropertyTable} is the one
 * that layouts use by default.
 */
export interface PropertyTable {
  /** Marks the JSON document. */
  readonly kind: "ftcp-property-table";
  /** Version of this schema. */
  readonly version: 1;
  /** Name of the table. */
  readonly name: string;
  /** What each entry of a vector is, for people and for errors. */
  readonly labels: readonly string[];
  /** By element symbol; `null` where the property is not known. */
  readonly vectors: Readonly<Record<string, readonly (number | null)[]>>;
}
