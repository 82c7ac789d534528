import { createLayout, type FtcpLayout } from "@ftcp/featurize";
import { createPreset, type TrainingPreset } from "@ftcp/vae";
import { CliError } from "../cliError.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";

/**
 * The recipe behind a row of Table 2 or 3.
 *
 * @param row - `real`, `momentum`, `both`, or `ftcp`, our own recipe
 * @param options - preset and sizes
 * @returns the recipe on the layout of the row
 * @throws `CliError` with code `CLI_USAGE` for another row
 */
export function planRow(
  row: string,
  options: Pick<ReproduceOptions, "preset" | "maxSites">,
): TrainingPreset {
  const size = { maxElements: 3, maxSites: options.maxSites };
  if (row === "ftcp") return createPreset("ftcp", size);
  const preset = createPreset(options.preset, size);
  if (row === "both") return preset;
  if (row !== "real" && row !== "momentum") {
    throw new CliError("CLI_USAGE", `there is no row "${row}"`);
  }
  const layout: FtcpLayout = createLayout({
    ...{ name: options.preset, ...size, blocks: row, rowMultiple: 4 },
  });
  return { ...preset, layout };
}
