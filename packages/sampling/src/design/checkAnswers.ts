import { SamplingError } from "../samplingError.ts";

/** Refuses a model that answers with the wrong number of things. */
export function checkAnswers(expected: number, received: number, things: string): void {
  if (received === expected) return;
  throw new SamplingError(
    "SAMPLING_MODEL_MISMATCH",
    `the model gave ${received} ${things} where ${expected} were asked for`,
  );
}
