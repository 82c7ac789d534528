import { evaluateVae, type VaeMetrics } from "@ftcp/vae";
import type { EngineName } from "../engine/engineName.ts";
import { startEngine } from "../engine/startEngine.ts";
import { loadCrystals } from "../data/loadCrystals.ts";
import { exitCodes } from "../exitCodes.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { formatTable } from "../io/formatTable.ts";
import { loadModel } from "../model/loadModel.ts";
import { readTrainingFilter } from "../model/readTrainingFilter.ts";

/** Options of `ftcp evaluate`. */
export interface EvaluateOptions {
  /** Folder of the model, or name of a bundled one. */
  readonly model?: string;
  /** The dataset. */
  readonly data: string;
  /** Part of the split. */
  readonly split: string;
  /** Column that names the part. */
  readonly splitColumn: string;
  /** Seed of a split that is made anew. */
  readonly splitSeed?: number;
  /** Number of different elements. */
  readonly elements?: { readonly min: number; readonly max: number };
  /** Largest number of sites. */
  readonly maxSites?: number;
  /** Only the first so many crystals. */
  readonly limit?: number;
  /** Where the network runs. */
  readonly engine: EngineName;
  /** Whether StructureMatcher compares crystals with what they decode to. */
  readonly matches?: boolean;
  /** Whether the result is JSON. */
  readonly json?: boolean;
}

/**
 * Runs `ftcp evaluate`.
 *
 * @param options - see {@link EvaluateOptions}; elements and sites are those of the model's training
 *   unless given
 * @param context - output and abort
 * @returns the exit code
 * @throws {@link CliError} with code `CLI_MODEL_NOT_FOUND` or `CLI_NO_CRYSTALS`, and what
 *   `evaluateVae` throws
 */
export async function runEvaluate(
  options: EvaluateOptions,
  context: CommandContext,
): Promise<number> {
  await startEngine(options.engine);
  const { name, model } = await loadModel(options.model);
  try {
    const filter = readTrainingFilter(model);
    const { elements = filter.elements, maxSites = filter.maxSites } = options;
    const { crystals, problems } = await loadCrystals(
      {
        path: options.data,
        split: options.split,
        splitColumn: options.splitColumn,
        splitSeed: options.splitSeed,
        elements,
        maxSites,
        limit: options.limit,
      },
      context,
    );
    const progress = context.startProgress("evaluating", 1);
    let metrics: VaeMetrics;
    try {
      metrics = await evaluateVae(model, crystals, {
        signal: context.signal,
        matches: options.matches ?? false,
        onProgress: (share) => {
          progress.update(share);
        },
      });
    } finally {
      progress.stop();
    }
    const { split } = options;
    if (options.json === true) {
      const heading = { model: name, split, count: metrics.crystals, elements, maxSites };
      context.print(JSON.stringify({ ...heading, unreadable: problems.length, ...metrics }));
    } else {
      const range =
        elements.min === elements.max ? `${elements.min}` : `${elements.min}-${elements.max}`;
      context.print(
        `${name} on ${metrics.crystals} crystals (split ${split}, ${range} elements, at most ` +
          `${maxSites} sites)`,
      );
      context.print("");
      for (const line of describeMetrics(metrics)) context.print(line);
    }
    return exitCodes.ok;
  } finally {
    model.dispose();
  }
}

function describeMetrics(metrics: VaeMetrics): readonly string[] {
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  const rows = [
    ["element accuracy (real slots)", percent(metrics.elementAccuracy), metrics.crystals],
    ["formula accuracy (whole formula)", percent(metrics.formulaAccuracy), metrics.crystals],
    ["site count accuracy", percent(metrics.siteCountAccuracy), metrics.crystals],
    ["decoded to a crystal", percent(metrics.decodedShare), metrics.crystals],
    ["lengths a, b, c: MAPE", percent(metrics.lengthMape), metrics.crystals],
    ["angles: MAPE", percent(metrics.angleMape), metrics.crystals],
    ["coordinates: periodic MAE", metrics.coordinateMae.toFixed(4), metrics.crystals],
    ...(metrics.matchRate === undefined
      ? []
      : [["recognised by StructureMatcher", percent(metrics.matchRate), metrics.crystals]]),
    ...Object.entries(metrics.propertyMae).map(([name, value]) => [
      `${name}: MAE`,
      Number.isNaN(value) ? "no labels" : value.toPrecision(4),
      metrics.propertyCount[name] ?? 0,
    ]),
  ];
  return formatTable(
    ["metric", "value", "crystals"],
    rows.map((row) => row.map(String)),
  );
}
