import { projectLatents } from "@ftcp/sampling";
import { join } from "node:path";
import { CliError } from "../cliError.ts";
import { loadCrystals } from "../data/loadCrystals.ts";
import { writeFiles, type OutputFile } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { loadModel } from "../model/loadModel.ts";
import { drawHistogram } from "./drawHistogram.ts";
import { drawLatentMap } from "./drawLatentMap.ts";
import { propertyNames } from "./propertyNames.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";

/**
 * Draws Figure S1 (latent space by property) of a model, or Figure S5 (histograms of the training set).
 *
 * @param figure - which
 * @param options - see {@link ReproduceOptions}
 * @param context - output and abort
 * @throws `CliError` with code `CLI_USAGE` when figure S1 has no model
 */
export async function reproduceFigures(
  figure: "figure-s1" | "figure-s5",
  options: ReproduceOptions,
  context: CommandContext,
): Promise<void> {
  const names = propertyNames(options.labels);
  const headings = ["formation energy (eV/atom)", "band gap (eV)"];
  const { data: path, maxSites, limit, out } = options;
  if (figure === "figure-s1" && options.model === undefined) {
    throw new CliError("CLI_USAGE", "figure-s1 needs --model");
  }
  const elements = { min: 3, max: 3 };
  const { crystals } = await loadCrystals(
    { path, split: "train", elements, maxSites, requires: names, limit },
    context,
  );
  const files: OutputFile[] = [];
  const add = (property: string, contents: string): void => {
    files.push({ path: join(out, `${figure}-${property}.svg`), contents });
  };
  if (figure === "figure-s5") {
    names.forEach((name, k) => {
      const values = crystals.map(({ properties }) => properties[name] ?? NaN);
      add(name, drawHistogram(values, headings[k] ?? name));
    });
  } else {
    const { model } = await loadModel(options.model);
    try {
      const { mean, indices } = await model.encode(crystals.map(({ structure }) => structure));
      const { coordinates } = projectLatents(mean);
      const [x, y] = [0, 1].map((axis) => coordinates.filter((_, i) => i % 2 === axis)) as [
        Float32Array,
        Float32Array,
      ];
      names.forEach((name, k) => {
        const values = indices.map((index) => crystals[index]?.properties[name] ?? NaN);
        add(name, drawLatentMap(x, y, values, headings[k] ?? name));
      });
    } finally {
      model.dispose();
    }
  }
  await writeFiles(files, context);
  if (options.json === true) {
    const paths = files.map((file) => file.path);
    context.print(JSON.stringify({ figure, crystals: crystals.length, files: paths }));
  } else for (const file of files) context.print(file.path);
}
