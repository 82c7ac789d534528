import { renderReport } from "@ftcp/report";
import { readViewerScript } from "@ftcp/report/node";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createDirectory } from "../files/createDirectory.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import type { CalculationFormat } from "../study/calculationFormat.ts";
import { createReportInput } from "./createReportInput.ts";
import { describeDesign } from "./describeDesign.ts";
import type { DesignRun } from "./designRun.ts";
import { listDesignFiles } from "./listDesignFiles.ts";
import { listEarlierFiles } from "./listEarlierFiles.ts";
import type { RankedDesign } from "./rankedDesign.ts";

/**
 * Writes CIFs, `designs.jsonl` and `report.html`, and takes away the CIFs of an earlier run.
 *
 * @param out - the folder
 * @param designs - in order of rank
 * @param run - the run that found them
 * @param context - does the writing
 * @param dft - for which programs inputs of a relaxation are written
 * @throws {@link CliError} with code `CLI_WRITE_FAILED`; the earlier run is then still whole unless
 *   the failure came amid the renaming
 */
export async function writeDesigns(
  out: string,
  designs: readonly RankedDesign[],
  run: DesignRun,
  context: CommandContext,
  dft?: CalculationFormat,
): Promise<void> {
  await createDirectory(out);
  const earlier = await listEarlierFiles(out);
  const further = designs.flatMap((ranked) => listDesignFiles(ranked, dft));
  for (const folder of new Set(further.map(({ name }) => dirname(name)))) {
    await createDirectory(join(out, folder));
  }
  const viewerScript = await readViewerScript();
  const lines = designs.map((ranked) => `${JSON.stringify(describeDesign(ranked, run))}\n`);
  await writeFiles(
    [
      ...designs.map(({ file, cif }) => ({ path: join(out, file), contents: cif })),
      ...further.map(({ name, contents }) => ({ path: join(out, name), contents })),
      {
        path: join(out, "report.html"),
        contents: renderReport(createReportInput(designs, run), { viewerScript }),
      },
      { path: join(out, "designs.jsonl"), contents: lines.join("") },
    ],
    context,
  );
  const current = new Set(designs.map(({ file }) => file));
  const written = new Set(further.map(({ name }) => name));
  for (const file of earlier) {
    if (!current.has(file)) await rm(join(out, file), { force: true });
    const id = file.replace(/\.cif$/u, "");
    for (const other of [`${id}.vasp`, `raw/${file}`]) {
      if (!written.has(other)) await rm(join(out, other), { force: true });
    }
    const hasInputs = further.some(({ name }) => name.startsWith(`dft/${id}/`));
    if (!hasInputs) await rm(join(out, "dft", id), { recursive: true, force: true });
  }
}
