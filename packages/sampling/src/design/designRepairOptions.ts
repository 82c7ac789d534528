import type { LatentRepairModel } from "../repair/latentRepairModel.ts";
import type { RepairCrystalOptions } from "../repair/repairCrystal.ts";
import type { RepairLatentsOptions } from "../repair/repairLatents.ts";

/** How candidates are repaired on their way to a design. */
export interface DesignRepairOptions extends RepairCrystalOptions {
  /**
   * Moves the latents of candidates that decode to no crystal or to atoms nearer than 0.5 Å; without it latents stay.
   */
  readonly latents?: LatentRepairModel;
  /** Number and length of the steps of the latents. */
  readonly latentSteps?: Pick<RepairLatentsOptions, "steps" | "rate">;
}
