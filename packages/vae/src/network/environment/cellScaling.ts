import type { FtcpScaler } from "@ftcp/featurize";

/**
 * How scaled cells become logarithms of lengths and cosines of angles: `number = offset + scale · scaled`.
 */
export interface CellScaling {
  /** Three for the logarithms of a, b, c in Å, three for the cosines of the angles. */
  readonly offset: readonly number[];
  /** In the same order. */
  readonly scale: readonly number[];
}

/**
 * Reads the scaling of the cell out of a scaler.
 *
 * @param scaler - of method `log-cosine`
 * @returns offsets and scales
 * @throws RangeError for a scaler of another method
 */
export function cellScaling(scaler: FtcpScaler): CellScaling {
  const { method, offset, scale } = scaler.toJSON().cell;
  if (method !== "log-cosine") {
    throw new RangeError(`the network needs cells scaled by log-cosine, not by ${method}`);
  }
  return { offset, scale };
}
