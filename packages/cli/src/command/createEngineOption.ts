import { Option } from "commander";

/**
 * Describes `--engine`.
 *
 * @returns the option
 */
export function createEngineOption(): Option {
  return new Option(
    "--engine <name>",
    "where the network runs; node needs @tensorflow/tfjs-node to be installed",
  )
    .choices(["wasm", "cpu", "node"])
    .default("wasm");
}
