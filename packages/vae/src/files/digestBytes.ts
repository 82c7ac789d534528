/**
 * SHA-256 of bytes, in hexadecimal.
 *
 * @param bytes - anything but shared memory
 * @returns 64 hexadecimal digits
 *
 * @example
 * ```ts
 * await digestBytes(new Uint8Array()); // "e3b0c442..."
 * ```
 */
export async function digestBytes(bytes: Uint8Array): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
