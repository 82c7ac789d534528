import { SamplingError } from "../samplingError.ts";

/** Throws `SAMPLING_UNKNOWN_PROPERTY` for a property that is not among the known ones. */
export function requireProperty(property: string, known: readonly string[]): void {
  if (known.includes(property)) return;
  throw new SamplingError(
    "SAMPLING_UNKNOWN_PROPERTY",
    `unknown property "${property}"; known: ${known.join(", ")}`,
    { property, known },
  );
}
