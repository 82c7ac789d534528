import { compositionOf, reducedFormula } from "@ftcp/crystal";
import type { FtcpLayout } from "@ftcp/featurize";
import { openTensorFile, type TensorFile } from "@ftcp/vae/node";
import { CliError } from "../cliError.ts";
import type { DataProblem } from "../data/dataProblem.ts";
import { describeProblem } from "../data/describeProblem.ts";
import { selectCrystals } from "../data/selectCrystals.ts";
import type { CommandContext } from "../io/commandContext.ts";
import type { IndexedCrystal } from "./buildLatentIndex.ts";
import { readTensorIndex } from "./readTensorIndex.ts";
import { requireTrainableLayout } from "./requireTrainableLayout.ts";
import { splitValidation } from "./splitValidation.ts";
import type { TrainOptions } from "./trainOptions.ts";
import type { TrainingData } from "./trainingData.ts";

/** A crystal with a label and its position in the file. */
interface TensorCrystal extends IndexedCrystal {
  readonly member: number;
}

/**
 * Opens a file of `ftcp featurize` to train on, with the labels of the dataset that it was made of. Tensors stay in
 * the file; only ids, formulas and labels are kept in memory.
 *
 * @param options - the file, the dataset and which crystals of it
 * @param requires - properties that must be known
 * @param latentSizeOf - chooses the dimension of the latent space for a layout, before crystals are read
 * @param context - progress, warnings and abort
 * @returns the data
 * @throws {@link CliError} with code `CLI_USAGE` (no labels, a layout that the network cannot write, or ids that
 *   come twice), `CLI_READ_FAILED` or `CLI_NO_CRYSTALS`; `VaeError` for a damaged file
 */
export async function openTensorData(
  options: TrainOptions,
  requires: readonly string[],
  latentSizeOf: (layout: FtcpLayout) => number,
  context: CommandContext,
): Promise<TrainingData> {
  const { data: path, labels, split, splitColumn, splitSeed, limit } = options;
  if (labels === undefined) {
    throw new CliError(
      "CLI_USAGE",
      `--data ${path} needs --labels, the dataset that it was made of`,
    );
  }
  if (options.layout !== undefined) {
    throw new CliError("CLI_USAGE", "--layout is that of the tensors; leave it out");
  }
  for (const [option, value] of [
    ["--index-elements", options.indexElements],
    ["--index-where", options.indexWhere],
  ] as const) {
    if (value === undefined) continue;
    throw new CliError("CLI_USAGE", `${option} is for a dataset; tensors are all indexed`);
  }
  const { ids, layout } = await readTensorIndex(path);
  requireTrainableLayout(layout, path);
  const latentSize = latentSizeOf(layout);
  const elements = options.elements ?? { min: 1, max: layout.maxElements };
  const maxSites = options.maxSites ?? layout.maxSites;
  const places = new Map(ids.map((id, member) => [id, member]));
  const crystals: TensorCrystal[] = [];
  const problems: DataProblem[] = [];
  const seen = new Set<string>();
  let missing = 0;
  for await (const result of selectCrystals(
    {
      path: labels,
      split,
      splitColumn,
      splitSeed,
      elements,
      maxSites,
      requires,
      limit,
      lazy: true,
    },
    context,
  )) {
    if (!result.ok) {
      problems.push(describeProblem(result.error));
      continue;
    }
    const { id, properties } = result.value;
    const base = /^(.*)#\d+$/u.exec(id)?.[1];
    if (base !== undefined && seen.has(base)) {
      // Which of them is which tensor depends on how the dataset was split then and now.
      throw new CliError(
        "CLI_USAGE",
        `${labels}: the id ${base} comes twice; labels need one each`,
      );
    }
    seen.add(id);
    const member = places.get(id);
    if (member === undefined) {
      missing += 1;
      continue;
    }
    const formula = reducedFormula(compositionOf(result.value.structure));
    crystals.push({ id, properties, formula, member });
  }
  if (crystals.length === 0) {
    throw new CliError("CLI_NO_CRYSTALS", `${path}: none of the selected crystals of ${labels}`, {
      path,
    });
  }
  if (missing > 0) context.note(`ftcp: ${missing} crystals of ${labels} have no tensor in ${path}`);
  crystals.sort((a, b) => a.member - b.member);
  const { validation: share, seed } = options;
  const { training, validation } = splitValidation(crystals, share, seed, ({ formula }) => formula);
  const describe = (part: readonly TensorCrystal[]): TensorFile => {
    const records = part.map(({ id, properties }) => ({ id, properties }));
    if (path.endsWith(".arrow")) return { arrow: path, records };
    return { npy: path, records, members: part.map(({ member }) => member) };
  };
  const source = await openTensorFile(describe(crystals), layout);
  return {
    ...{ layout, latentSize, filter: { elements, maxSites }, problems, records: training },
    training: describe(training),
    ...(validation.length === 0 ? {} : { validation: describe(validation) }),
    validationCount: validation.length,
    indexed: crystals,
    encode: async (model, start, end) => {
      const indices = Array.from({ length: end - start }, (_, i) => i);
      const shape = [end - start, layout.rows, layout.columns] as const;
      const data = new Float32Array(shape[0] * shape[1] * shape[2]);
      await source.fill(
        indices.map((i) => start + i),
        data,
      );
      const { mean } = await model.encodeTensor({ data, shape });
      return { latents: mean.data, indices };
    },
    close: () => source.close(),
  };
}
