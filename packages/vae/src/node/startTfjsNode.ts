import * as tf from "@tensorflow/tfjs-core";
import { VaeError } from "../vaeError.ts";

/**
 * Starts tfjs-node, makes it the current backend and computes something on it.
 *
 * @param importModule - loads `@tensorflow/tfjs-node`, which may not be installed
 * @throws `VaeError` with code `VAE_BACKEND` when it is installed but does not start or compute; what
 *   `importModule` throws
 */
export async function startTfjsNode(
  importModule: (name: string) => Promise<unknown>,
): Promise<void> {
  const module = "@tensorflow/tfjs-node";
  await importModule(module);
  if (!(await tf.setBackend("tensorflow"))) {
    throw new VaeError("VAE_BACKEND", `${module} is installed but does not start`, { module });
  }
  try {
    tf.tidy(() => tf.add(tf.tensor1d([1]), tf.tensor1d([1])).dataSync());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const node = process.versions.node;
    // Node 23 took away util.isNullOrUndefined and util.isArray, which tfjs-node 4.22 calls.
    const advice = reason.includes("util")
      ? ": as npm installs it, it needs Node 20 or 22; docs/native-backend.md of the repository builds one for later ones"
      : "";
    throw new VaeError(
      "VAE_BACKEND",
      `${module} does not compute on Node ${node} (${reason})${advice}`,
      { module, node },
      { cause },
    );
  }
}
