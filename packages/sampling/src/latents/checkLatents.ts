import type { Latents } from "../designModel.ts";

/** Refuses a shape that does not fit its data, and, if asked, no latents at all. */
export function checkLatents({ data, shape }: Latents, least = 0): void {
  const [count, size] = shape;
  if (!Number.isSafeInteger(count) || count < least || !Number.isSafeInteger(size) || size < 1) {
    throw new RangeError(`[${count}, ${size}] is no shape of at least ${least} latents`);
  }
  if (data.length !== count * size) {
    throw new RangeError(`${data.length} numbers do not fill latents of [${count}, ${size}]`);
  }
}
