import { designCrystals, parseTarget, type Design, type DesignFunnel } from "@ftcp/sampling";
import { join } from "node:path";
import { startEngine } from "../engine/startEngine.ts";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { formatDuration } from "../io/formatDuration.ts";
import { formatTable } from "../io/formatTable.ts";
import { loadModel } from "../model/loadModel.ts";
import { describeDesign } from "./describeDesign.ts";
import type { DesignOptions } from "./designOptions.ts";
import type { DesignRun } from "./designRun.ts";
import { rankDesigns } from "./rankDesigns.ts";
import type { RankedDesign } from "./rankedDesign.ts";
import { rejectionLabels } from "./rejectionLabels.ts";
import { writeDesigns } from "./writeDesigns.ts";

/**
 * Runs `ftcp design`.
 *
 * @param options - see {@link DesignOptions}
 * @param context - output and abort
 * @returns the exit code: 3 if fewer designs than asked for were found
 * @throws {@link CliError} with code `CLI_MODEL_NOT_FOUND`, `CLI_INDEX_MISSING` or
 *   `CLI_WRITE_FAILED`, and what `parseTarget` and `designCrystals` throw; after an abort the signal's
 *   reason, when the designs found so far are written
 */
export async function runDesign(options: DesignOptions, context: CommandContext): Promise<number> {
  const start = performance.now();
  const { sampler, seed, count, out, tolerance, signal } = { ...options, signal: context.signal };
  await createDirectory(out);
  await startEngine(options.engine);
  const { name, model, ...loaded } = await loadModel(options.model);
  const designs: Design[] = [];
  let funnel: DesignFunnel | undefined;
  let run: Omit<DesignRun, "funnel">;
  try {
    const index = await loaded.readIndex();
    run = {
      modelName: name,
      targets: options.target,
      targetSpecs: options.target.map((text) => parseTarget(text, model.properties)),
      ...{ sampler, seed, index },
      ...(tolerance === undefined ? {} : { tolerance }),
    };
    const events = designCrystals({
      ...{ model, index, targets: run.targetSpecs, count, seed, sampler, signal },
      ...(options.scale === undefined ? {} : { scale: options.scale }),
      ...(options.seeds === undefined ? {} : { seedsCount: options.seeds }),
      ...(tolerance === undefined ? {} : { tolerance }),
      composition: {
        ...(options.require === undefined ? {} : { required: options.require }),
        ...(options.exclude === undefined ? {} : { excluded: options.exclude }),
        ...(options.only === undefined ? {} : { allowed: options.only }),
      },
      ...(options.elements === undefined ? {} : { elementCount: options.elements }),
      ...(options.sites === undefined ? {} : { siteCount: options.sites }),
      ...(options.from === undefined ? {} : { seedIds: options.from }),
      ...(options.maxSamples === undefined ? {} : { maximumSamples: options.maxSamples }),
    });
    const progress = context.startProgress("designing", count);
    try {
      for await (const event of events) {
        if (event.kind === "design") designs.push(event.design);
        else if (event.kind === "progress") {
          funnel = event.progress.funnel;
          const { accepted, sampled } = funnel;
          progress.update(accepted, `${accepted}/${count} designs of ${sampled} candidates`);
        } else if (event.kind === "summary") funnel = event.summary.funnel;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      progress.stop();
    }
  } finally {
    model.dispose();
  }
  if (funnel === undefined) {
    signal.throwIfAborted(); // before the first batch: there is nothing to write
    throw new Error("the design run ended without a summary");
  }
  const finished: DesignRun = { ...run, funnel };
  const ranked = rankDesigns(designs, run);
  const seconds = (performance.now() - start) / 1000;
  await writeDesigns(out, ranked, finished, seconds, context);
  if (options.json === true) {
    const summary = {
      model: name,
      targets: options.target,
      ...{
        sampler,
        seed,
        out,
        wanted: count,
        found: designs.length,
        funnel: finished.funnel,
        seconds,
      },
      report: join(out, "report.html"),
      designs: ranked.map((design) => describeDesign(design, run)),
    };
    context.print(JSON.stringify(summary));
  } else {
    for (const line of describeRun(ranked, finished)) context.print(line);
    context.print("");
    context.print(
      `${designs.length} of ${count} designs in ${formatDuration(seconds)}: ${out}, ` +
        `plots in ${join(out, "report.html")}`,
    );
  }
  signal.throwIfAborted();
  return designs.length === count ? exitCodes.ok : exitCodes.targetNotReached;
}

function describeRun(designs: readonly RankedDesign[], run: DesignRun): readonly string[] {
  const properties = Object.keys(designs[0]?.design.predicted ?? {});
  const table = formatTable(
    ["#", "formula", "sites", ...properties, "off target", "root", "of", "latent dist.", "min. Å"],
    designs.map(({ design }, i) => [
      String(i + 1),
      design.formula,
      String(design.structure.sites.length),
      ...properties.map((property) => (design.predicted[property] ?? Number.NaN).toFixed(3)),
      design.targetDistance.toFixed(3),
      design.root.id,
      design.root.formula,
      design.latentDistance.toFixed(2),
      design.checks.shortestDistance.toFixed(2),
    ]),
  );
  const { funnel } = run;
  const rejections = Object.entries(rejectionLabels)
    .map(([reason, label]) => ({
      label,
      count: funnel.rejected[reason as keyof typeof rejectionLabels],
    }))
    .filter(({ count }) => count > 0);
  return [
    ...(designs.length === 0 ? [] : [...table, ""]),
    `${funnel.sampled} candidates: ${funnel.accepted} accepted` +
      rejections.map(({ label, count }) => `, ${count} ${label}`).join(""),
  ];
}
