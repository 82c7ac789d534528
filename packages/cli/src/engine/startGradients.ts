import { VaeError, tfjsEngine, type TrainingEngine } from "@ftcp/vae";
import type { GradientEngineName } from "./gradientEngineName.ts";

/** The compiled graph takes an eighth of the time of tfjs. */
const automatic = ["onnxruntime-node", "onnxruntime-web"] as const;

/**
 * Starts what differentiates the network in a search.
 *
 * @param name - its name
 * @returns the engine, whose `name` says what runs
 * @throws `VaeError` with code `VAE_BACKEND` when one that was named does not start
 */
export async function startGradients(name: GradientEngineName): Promise<TrainingEngine> {
  if (name === "tfjs") return tfjsEngine();
  const { startEngine } = await import("@ftcp/vae/node");
  if (name !== "auto") return startEngine(name);
  for (const candidate of automatic) {
    try {
      return await startEngine(candidate);
    } catch (error) {
      if (!(error instanceof VaeError)) throw error;
    }
  }
  return tfjsEngine();
}
