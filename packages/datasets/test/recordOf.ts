import type { CrystalRecord } from "@ftcp/datasets";
import type { Structure } from "@ftcp/crystal";

/** A record with what a test cares about. */
export function recordOf(
  id: string,
  structure: Structure,
  properties: Record<string, number> = {},
  labels: Record<string, string> = {},
): CrystalRecord {
  return { id, structure, properties, labels };
}
