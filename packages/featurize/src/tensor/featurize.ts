import type { Structure } from "@ftcp/crystal";

import type { FtcpLayout } from "../layout/ftcpLayout.ts";
import { featurizeInto } from "./featurizeInto.ts";
import type { FtcpTensor } from "./ftcpTensor.ts";

/**
 * The FTCP tensor of one crystal: real-space rows V over structure factors F, `[1, rows, columns]`.
 *
 * @param structure - an ordered crystal that fits the layout
 * @param layout - what goes where, from {@link createLayout}
 * @returns tensor in physical units (Å, degrees), shape `[1, layout.rows, layout.columns]`
 * @throws {@link FeaturizeError} with code `FEATURIZE_TOO_MANY_SITES`, `FEATURIZE_TOO_MANY_ELEMENTS`,
 * `FEATURIZE_DISORDERED_SITE`, `FEATURIZE_EMPTY_CRYSTAL`, `FEATURIZE_UNKNOWN_PROPERTY`,
 * `FEATURIZE_NOT_FINITE`, or `FEATURIZE_NOT_CANONICAL` (layout `ftcp` only)
 *
 * @remarks
 * Charges and labels of sites are not part of the representation; deuterium and tritium become
 * hydrogen. {@link defeaturize} is the inverse, up to float32 rounding. Layout `ftcp` takes the
 * canonical form of the crystal, so the order of sites, the origin and the choice of cell do not
 * matter; layout `paper` takes the crystal as it is.
 *
 * @example
 * ```ts
 * const layout = createLayout();
 * const tensor = featurize(structure, layout);
 * tensor.shape; // [1, 304, 92]
 * ```
 *
 * @see FTCP paper, section 2 and Eq. 1
 */
export function featurize(structure: Structure, layout: FtcpLayout): FtcpTensor {
  const data = new Float32Array(layout.rows * layout.columns);
  featurizeInto(structure, layout, data, 0);
  return { data, shape: [1, layout.rows, layout.columns] };
}
