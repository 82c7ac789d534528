import { FeaturizeError } from "../featurizeError.ts";
import type { FtcpLayout } from "../layout/ftcpLayout.ts";
import type { FtcpTensor } from "./ftcpTensor.ts";

/** Throws `FEATURIZE_SHAPE_MISMATCH` unless a tensor has the rows and columns of a layout. */
export function checkShape(tensor: FtcpTensor, layout: FtcpLayout): void {
  const [crystals, rows, columns] = tensor.shape;
  if (
    rows !== layout.rows ||
    columns !== layout.columns ||
    !Number.isInteger(crystals) ||
    tensor.data.length !== crystals * rows * columns
  ) {
    throw new FeaturizeError(
      "FEATURIZE_SHAPE_MISMATCH",
      `${tensor.data.length} numbers of shape ${tensor.shape.join(" x ")} are no tensor of the ` +
        `layout's ${layout.rows} rows and ${layout.columns} columns`,
    );
  }
}
