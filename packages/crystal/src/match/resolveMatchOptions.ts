import type { MatchOptions } from "./matchOptions.ts";

/** {@link MatchOptions}, all set. */
export type MatchSettings = Required<MatchOptions>;

/** The options with defaults filled in; throws RangeError when a tolerance is negative or no number. */
export function resolveMatchOptions(options: MatchOptions): MatchSettings {
  const settings: MatchSettings = {
    lengthTolerance: options.lengthTolerance ?? 0.2,
    angleTolerance: options.angleTolerance ?? 5,
    siteTolerance: options.siteTolerance ?? 0.3,
    scale: options.scale ?? true,
    primitive: options.primitive ?? true,
    mirrorImages: options.mirrorImages ?? true,
    attemptSupercell: options.attemptSupercell ?? false,
    sites: options.sites ?? "species",
    criterion: options.criterion ?? "max",
  };
  const { lengthTolerance, angleTolerance, siteTolerance } = settings;
  if (!(lengthTolerance >= 0 && angleTolerance >= 0 && siteTolerance >= 0)) {
    throw new RangeError("Tolerances must be zero or positive.");
  }
  return settings;
}
