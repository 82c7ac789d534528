import type { FtcpLayout, FtcpScaler } from "@ftcp/featurize";
import type { NetworkConfig } from "./networkConfig.ts";

/**
 * What a network is built for.
 */
export interface NetworkParts {
  /** How crystals become tensors. */
  readonly layout: FtcpLayout;
  /** How the tensors are scaled. */
  readonly scaler: FtcpScaler;
  /** Architecture and sizes. */
  readonly config: NetworkConfig;
  /** Number of properties of the regression. */
  readonly properties: number;
}
