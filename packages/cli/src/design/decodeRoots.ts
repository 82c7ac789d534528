import type { Structure } from "@ftcp/crystal";
import type { Design, DesignModel, LatentIndex } from "@ftcp/sampling";

/**
 * The root crystals of designs as the model decodes them: the index holds latents, no structures.
 *
 * @param designs - the designs
 * @param model - decodes
 * @param index - the known crystals
 * @returns structures by id; those that do not decode are absent
 */
export async function decodeRoots(
  designs: readonly Design[],
  model: DesignModel,
  index: LatentIndex,
): Promise<ReadonlyMap<string, Structure>> {
  const ids = [...new Set(designs.map(({ root }) => root.id))];
  const found = new Map<string, Structure>();
  const size = index.latentSize;
  for (let start = 0; start < ids.length; start += 64) {
    const known = ids.slice(start, start + 64).flatMap((id) => {
      const row = index.rowOf(id);
      return row === undefined ? [] : [{ id, latent: index.latentOf(row) }];
    });
    if (known.length === 0) continue;
    const data = new Float32Array(known.length * size);
    for (const [i, { latent }] of known.entries()) data.set(latent, i * size);
    const decoded = await model.decode({ data, shape: [known.length, size] });
    for (const [i, { id }] of known.entries()) {
      const result = decoded[i];
      if (result?.ok === true && result.value.sites.length > 0) found.set(id, result.value);
    }
  }
  return found;
}
