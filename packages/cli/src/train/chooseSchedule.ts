import type { LearningRateSchedule } from "@ftcp/vae";
import { CliError } from "../cliError.ts";
import type { TrainOptions } from "./trainOptions.ts";

/**
 * Makes the schedule of the learning rate of the options.
 *
 * @param options - `--schedule` and what it is shaped by
 * @returns the schedule, or `undefined` for the default
 * @throws {@link CliError} with code `CLI_USAGE` when an option does not belong to the schedule
 */
export function chooseSchedule(
  options: Pick<
    TrainOptions,
    "schedule" | "decayEvery" | "decayFactor" | "decayPatience" | "warmUpSteps"
  >,
): LearningRateSchedule | undefined {
  const {
    schedule: kind = "cosine",
    decayEvery,
    decayFactor,
    decayPatience,
    warmUpSteps,
  } = options;
  const refuse = (option: string, value: unknown, ...kinds: readonly string[]): void => {
    if (value === undefined || kinds.includes(kind)) return;
    throw new CliError("CLI_USAGE", `${option} needs --schedule ${kinds.join(" or ")}`);
  };
  refuse("--decay-every", decayEvery, "step");
  refuse("--decay-factor", decayFactor, "step", "plateau", "reference");
  refuse("--decay-patience", decayPatience, "plateau", "reference");
  refuse("--warm-up-steps", warmUpSteps, "cosine");
  const factor = decayFactor === undefined ? {} : { factor: decayFactor };
  switch (kind) {
    case "constant":
      return { kind };
    case "step":
      return { kind, every: decayEvery ?? 20, ...factor };
    case "plateau":
    case "reference":
      return {
        kind,
        ...factor,
        ...(decayPatience === undefined ? {} : { patience: decayPatience }),
      };
    case "cosine":
      if (options.schedule === undefined && warmUpSteps === undefined) return undefined;
      return { kind, ...(warmUpSteps === undefined ? {} : { warmUpSteps }) };
  }
}
