import { createLayout, FeaturizeError, type FtcpLayout } from "@ftcp/featurize";
import { arrowFormat } from "@ftcp/featurize/arrow";
import { npyFormat, npzFormat, type TensorEntry } from "@ftcp/featurize/node";

/** A layout of few rows, so that files stay small. */
export const smallLayout: FtcpLayout = createLayout({
  ...{ maxElements: 2, maxSites: 2, planes: [[0, 0, 0]], rowMultiple: 1 },
});

/** All formats by the ending of their files. */
export const formats = {
  npy: () => npyFormat(),
  npz: () => npzFormat(),
  "stored.npz": () => npzFormat({ compressed: false }),
  arrow: () => arrowFormat(),
  arrows: () => arrowFormat({ kind: "stream" }),
};

/** Entry number `index` of an endless list: mostly zeros, every fifth failed. */
export function tensorEntry(index: number): TensorEntry {
  const { rows, columns } = smallLayout;
  const id = `crystal-${index} Å`;
  if (index % 5 === 2) {
    const { code } = new FeaturizeError("FEATURIZE_EMPTY_CRYSTAL", "no sites");
    return { tensor: undefined, id, note: { code } };
  }
  const data = new Float32Array(rows * columns);
  for (let at = 0; at < 40; at++) data[(at * 997 + index * 31) % data.length] = at / 7 - index;
  data[0] = Number.NaN;
  return { tensor: { data, shape: [1, rows, columns] }, id };
}

/** Entries from one number up to another. */
export function* tensorEntries(from: number, to: number): Generator<TensorEntry> {
  for (let index = from; index < to; index++) yield tensorEntry(index);
}
