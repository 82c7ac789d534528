// How much of the variance of preset `paper`'s tensors each block has, scaled by block or by row; on the first 1,000 train
// ternaries of a dataset:
//
//     npx tsx --conditions=@ftcp/source tools/reproduction/measureBlockVariance.ts DATASET
//
// The squared error of a decoder that says the mean of every entry is the sum of these numbers.
import { featurize, FtcpScaler } from "@ftcp/featurize";
import { createPreset } from "@ftcp/vae";

import { readTernaries } from "./readTernaries.ts";

const [data = ""] = process.argv.slice(2);
const { layout } = createPreset("paper");
const crystals = await readTernaries(data, "train", [], 1000);
const tensors = crystals.map(({ structure }) => featurize(structure, layout));
for (const scaling of ["standardize", "rows"] as const) {
  const scaler = FtcpScaler.fit(tensors, layout, { cell: scaling });
  const sums = new Float64Array(layout.rows * layout.columns);
  const squares = new Float64Array(sums.length);
  for (const tensor of tensors) {
    scaler.transform(tensor).data.forEach((value, i) => {
      sums[i] = (sums[i] ?? 0) + value;
      squares[i] = (squares[i] ?? 0) + value * value;
    });
  }
  const variances = squares.map((square, i) => {
    return square / tensors.length - ((sums[i] ?? 0) / tensors.length) ** 2;
  });
  const blocks = layout.blocks.map(({ name, start, end }) => {
    const entries = variances.subarray(start * layout.columns, end * layout.columns);
    return `${name} ${entries.reduce((sum, value) => sum + value, 0).toPrecision(4)}`;
  });
  const total = variances.reduce((sum, value) => sum + value, 0);
  process.stdout.write(`${scaling}: ${blocks.join(", ")}; all ${total.toPrecision(4)}\n`);
}
