/** Length and checksum of the bodies that are replaced: `MlasSgemmKernelZero` and `MlasSgemmKernelAdd` of 1.30. */
const known = [
  { length: 2040, checksum: 0x3eacadd4 },
  { length: 1922, checksum: 0xca587132 },
] as const;

/**
 * Finds the two functions that multiply blocks of matrices among the bodies of onnxruntime-web's functions.
 *
 * @param bodies - of all functions of the module
 * @returns which they are; `undefined` where they are not there byte for byte, or more than once
 */
export function findProducts(
  bodies: readonly Uint8Array[],
): { readonly zero: number; readonly add: number } | undefined {
  const [zeros = [], adds = []] = known.map(({ length, checksum }) =>
    bodies.flatMap((body, at) =>
      body.length === length && checksumOf(body) === checksum ? [at] : [],
    ),
  );
  const [zero] = zeros;
  const [add] = adds;
  if (zero === undefined || add === undefined || zeros.length + adds.length > 2) return undefined;
  return { zero, add };
}

/** FNV-1a, 32 bits. */
function checksumOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
