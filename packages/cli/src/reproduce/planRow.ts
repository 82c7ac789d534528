import { createLayout, type FtcpLayout } from "@ftcp/featurize";
import { createPreset, type TrainingPreset } from "@ftcp/vae";
import { CliError } from "../cliError.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";
import { settleRecipe } from "./settleRecipe.ts";

/**
 * The recipe behind a row of Table 2 or 3.
 *
 * @param table - Table 2 has forward models, judged by their labels alone: the loss has neither entries nor divergence
 * @param row - `real`, `momentum` or `both`; `both-eq1` or `both-linear`, `both` with the block of F exchanged; or
 *   `ftcp`, our own recipe
 * @param options - preset, sizes and epochs
 * @returns the recipe on the layout of the row, with everything in it that its training uses
 *
 * @remarks
 * `both-linear` has the reference's F, linear in (h, k, l), in the place of Eq. 1; `both-eq1` has Eq. 1 in the
 * place of the linear one. On layout `reference`, whose columns hold one number per plane, Eq. 1 stands as the sum of
 * real and imaginary part, `hartley`, so that shape and network stay the same.
 *
 * @throws `CliError` with code `CLI_USAGE` for another row
 */
export function planRow(
  table: "table2" | "table3",
  row: string,
  options: Pick<ReproduceOptions, "preset" | "maxSites" | "epochs">,
): TrainingPreset {
  const { epochs } = options;
  const size = { maxElements: 3, maxSites: options.maxSites };
  if (row === "ftcp") return settleRecipe(createPreset("ftcp", size), { epochs });
  const preset = settleRecipe(createPreset(options.preset, size), {
    ...{ epochs, loss: table === "table2" ? { entries: 0, beta: 0 } : {} },
  });
  if (row === "both") return preset;
  if (row === "both-eq1" || row === "both-linear") {
    const real = options.preset === "reference" ? "hartley" : "real-imaginary";
    const layout = createLayout({
      ...{ name: options.preset, ...size, rowMultiple: 4 },
      convention: row === "both-linear" ? "linear" : real,
    });
    return { ...preset, layout };
  }
  if (row !== "real" && row !== "momentum") {
    throw new CliError("CLI_USAGE", `there is no row "${row}"`);
  }
  const layout: FtcpLayout = createLayout({
    ...{ name: options.preset, ...size, blocks: row, rowMultiple: 4 },
  });
  return { ...preset, layout };
}
