import { renderReport } from "@ftcp/report";
import { readViewerScript } from "@ftcp/report/node";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createDirectory } from "../files/createDirectory.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { createReportInput } from "./createReportInput.ts";
import { describeDesign } from "./describeDesign.ts";
import type { DesignRun } from "./designRun.ts";
import { listEarlierFiles } from "./listEarlierFiles.ts";
import type { RankedDesign } from "./rankedDesign.ts";

/**
 * Writes CIFs, `designs.jsonl` and `report.html`, and takes away the CIFs of an earlier run.
 *
 * @param out - the folder
 * @param designs - in order of rank
 * @param run - the run that found them
 * @param seconds - wall time of the run
 * @param context - does the writing
 * @throws {@link CliError} with code `CLI_WRITE_FAILED`; the earlier run is then still whole unless
 *   the failure came amid the renaming
 */
export async function writeDesigns(
  out: string,
  designs: readonly RankedDesign[],
  run: DesignRun,
  seconds: number,
  context: CommandContext,
): Promise<void> {
  await createDirectory(out);
  const earlier = await listEarlierFiles(out);
  const viewerScript = await readViewerScript();
  const lines = designs.map((ranked) => `${JSON.stringify(describeDesign(ranked, run))}\n`);
  await writeFiles(
    [
      ...designs.map(({ file, cif }) => ({ path: join(out, file), contents: cif })),
      {
        path: join(out, "report.html"),
        contents: renderReport(createReportInput(designs, run, seconds), { viewerScript }),
      },
      { path: join(out, "designs.jsonl"), contents: lines.join("") },
    ],
    context,
  );
  const current = new Set(designs.map(({ file }) => file));
  for (const file of earlier) {
    if (!current.has(file)) await rm(join(out, file), { force: true });
  }
}
