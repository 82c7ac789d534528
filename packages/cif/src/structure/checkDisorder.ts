import type { Site } from "@ftcp/crystal";

import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { CifLoop } from "../syntax/cifLoop.ts";
import type { AtomColumns } from "./findAtomColumns.ts";

/** How far the occupancies of alternatives may sum above 1; they are refined. */
const largestSum = 1.1;

/**
 * Remarks on disorder groups whose occupancies cannot all be right.
 *
 * @param loop - the atom list
 * @param columns - its columns
 * @param rows - row of each site
 * @param sites - the sites as they were read
 * @param log - receives the remarks
 *
 * @remarks
 * The groups of one assembly are alternatives: where one is, the others are not. All of them are read,
 * each with its own occupancy, so that the amounts are right when the occupancies are. Where even the
 * smallest occupancies of two groups sum above 1, the file counts atoms twice. (Group numbers are often
 * used again in another part of the crystal, so other occupancies are not compared.)
 *
 * @internal
 */
export function checkDisorder(
  loop: CifLoop,
  columns: AtomColumns,
  rows: readonly number[],
  sites: readonly Site[],
  log: DiagnosticLog,
): void {
  const { disorderGroup, disorderAssembly } = columns;
  if (disorderGroup < 0) return;
  const assemblies = new Map<string, Map<string, number>>();
  let firstRow = -1;
  rows.forEach((row, index) => {
    if (!loop.isPresent(row, disorderGroup)) return;
    const group = loop.text(row, disorderGroup);
    // Groups with negative numbers are alternatives of their own symmetry images.
    if (group === "0" || group.startsWith("-")) return;
    if (firstRow < 0) firstRow = row;
    const assembly =
      disorderAssembly < 0 || !loop.isPresent(row, disorderAssembly)
        ? ""
        : loop.text(row, disorderAssembly);
    let groups = assemblies.get(assembly);
    if (groups === undefined) {
      groups = new Map();
      assemblies.set(assembly, groups);
    }
    const occupancy = sites[index]?.species[0]?.occupancy ?? 0;
    groups.set(group, Math.min(groups.get(group) ?? 1, occupancy));
  });
  for (const groups of assemblies.values()) {
    if (groups.size < 2) continue;
    const [least = 0, second = 0] = [...groups.values()].sort((left, right) => left - right);
    const sum = least + second;
    if (sum <= largestSum) continue;
    log.note(
      "warning",
      "CIF_DISORDER_CONTRADICTION",
      `the disorder groups ${[...groups.keys()].slice(0, 6).join(", ")} are alternatives, but their occupancies sum to ${Number(sum.toFixed(3))}; all are kept`,
      loop.value(firstRow, disorderGroup),
    );
  }
}
