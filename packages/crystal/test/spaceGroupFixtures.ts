import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { SymmetryOperation } from "@ftcp/crystal";

/** Operations of a Hall symbol, as a count and a fingerprint. */
interface OperationsFixture {
  readonly count: number;
  readonly sha256: string;
}

interface OperationsFile {
  readonly settings: readonly (OperationsFixture & {
    readonly hallNumber: number;
    readonly number: number;
    readonly symbol: string;
    readonly pointGroup: string;
    readonly crystalSystem: string;
    readonly centring: string;
    readonly isReference: boolean;
  })[];
  readonly others: readonly (OperationsFixture & { readonly hall: string })[];
  readonly full: readonly { readonly hallNumber: number; readonly operations: readonly string[] }[];
}

interface NamesFile {
  /** A spelling and the Hall symbol that gemmi takes it for; null where gemmi knows none. */
  readonly names: readonly (readonly [string, string | null])[];
}

function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8"));
}

export const operationsFile = readFixture("space-group-operations.json") as OperationsFile;
export const namesFile = readFixture("space-group-names.json") as NamesFile;

/** Operations as the fixtures write them: sorted, rotation part then translation in 1/144. */
export function operationLines(operations: readonly SymmetryOperation[]): readonly string[] {
  return operations
    .map(({ rotation, translation }) =>
      [...rotation.flat(), ...translation.map((shift) => (shift * 144).toFixed(6))]
        .map(Number)
        .join(" "),
    )
    .sort();
}

/** The fingerprint of operations in the fixtures. */
export function operationsDigest(operations: readonly SymmetryOperation[]): string {
  return createHash("sha256").update(operationLines(operations).join("\n")).digest("hex");
}
