/**
 * SHA-256 of bytes, in hexadecimal.
 *
 * @param bytes - anything
 * @returns 64 hexadecimal digits
 */
export async function digestBytes(bytes: Uint8Array): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest("SHA-256", Uint8Array.from(bytes));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
