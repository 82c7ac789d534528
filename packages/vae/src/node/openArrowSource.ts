import type { FtcpLayout } from "@ftcp/featurize";
import { open } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import type { LabelledRecord } from "../source/trainingSource.ts";
import { VaeError } from "../vaeError.ts";
import { createFileSource } from "./createFileSource.ts";
import type { FileSource } from "./fileSource.ts";
import { guardRead } from "./guardRead.ts";
import { indexArrowFile } from "./indexArrowFile.ts";

/**
 * Opens an Arrow IPC file of the featurizer as a source of tensors, which are read when they are needed: memory
 * stays that of a batch, however large the file is. Needs `apache-arrow`.
 *
 * @param path - file of `arrowFormat` of `@ftcp/featurize/arrow`, kind `file`
 * @param records - name and labels of the crystals to train on, in any order; each is found in the file by its id
 * @param layout - the layout that it was written with
 * @returns the source; the caller closes it
 * @throws `VaeError` with code `VAE_READ_FAILED` when it cannot be read, `VAE_DATA_DAMAGED` when it
 *   is no such file, cut off or compressed, or lacks a crystal, or `VAE_SHAPE` when its layout is another one
 *
 * @remarks
 * `digest` reads the tensors once: it keeps a checkpoint from being continued with other data. The same
 * tensors in a `.npy` file have the same digest.
 *
 * @example
 * ```ts
 * const { ids, layout } = await readArrowIndex("X.arrow");
 * const records = ids.map((id) => ({ id, properties: labels.get(id) ?? {} }));
 * const source = await openArrowSource("X.arrow", records, layout);
 * ```
 */
export async function openArrowSource(
  path: string,
  records: readonly LabelledRecord[],
  layout: FtcpLayout,
): Promise<FileSource> {
  const file = await guardRead(path, () => open(path, "r"));
  try {
    const index = await indexArrowFile(path, file);
    const isSame = isDeepStrictEqual(
      JSON.parse(JSON.stringify(index.layout)),
      JSON.parse(JSON.stringify(layout)),
    );
    if (!isSame) {
      throw new VaeError("VAE_SHAPE", `${path}: the tensors have another layout`, {
        ...{ path, expected: [layout.rows, layout.columns] },
        received: [index.layout.rows, index.layout.columns],
      });
    }
    const places = new Map(index.ids.map((id, i) => [id, index.positions[i] as number]));
    const positions = Float64Array.from(records, ({ id }) => {
      const place = places.get(id);
      if (place !== undefined) return place;
      throw new VaeError("VAE_DATA_DAMAGED", `${path}: it has no crystal ${id}`, { path, id });
    });
    return createFileSource({ path, file, layout, records, positions });
  } catch (error) {
    await file.close();
    throw error;
  }
}
