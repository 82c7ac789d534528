import { VaeError } from "../vaeError.ts";

/** The error of a file of tensors that is damaged or none. */
export function damagedData(
  path: string,
  reason: string,
  data: Readonly<Record<string, unknown>> = {},
  options?: ErrorOptions,
): VaeError {
  return new VaeError("VAE_DATA_DAMAGED", `${path}: ${reason}`, { path, ...data }, options);
}
