import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { OperationSet } from "../symmetry/operationSet.ts";
import type { AtomTable } from "./findAtomTable.ts";

/**
 * Compares the multiplicities that an atom list gives with the number of images of each atom.
 *
 * @param table - the atom list
 * @param rows - row of each site
 * @param imageCounts - how many images each site has
 * @param set - the operations
 * @param log - receives one remark for all sites that differ
 *
 * @remarks
 * Many programs write the order of the site symmetry where the dictionary wants the multiplicity, so
 * either is accepted, and so is the multiplicity in a cell of another size, if it is for all sites.
 *
 * @internal
 */
export function checkMultiplicities(
  { loop, columns: { multiplicity, label } }: AtomTable,
  rows: readonly number[],
  imageCounts: readonly number[],
  set: OperationSet,
  log: DiagnosticLog,
): void {
  if (multiplicity < 0) return;
  const order = set.operations.length;
  const different: number[] = [];
  const ratios = new Set<number>();
  rows.forEach((row, index) => {
    const written = loop.number(row, multiplicity);
    const found = imageCounts[index] ?? 0;
    if (Number.isNaN(written)) return;
    ratios.add(Number((written / found).toFixed(6)));
    if (written !== found && written * found !== order) different.push(row);
  });
  const [row] = different;
  if (row === undefined || ratios.size === 1) return;
  const name = label < 0 ? "a site" : loop.text(row, label).slice(0, 40);
  log.note(
    "info",
    "CIF_MULTIPLICITY_CONTRADICTION",
    `the multiplicity of ${name}${
      different.length === 1 ? "" : ` and ${different.length - 1} more`
    } is not the number of its images`,
    loop.value(row, multiplicity),
  );
}
