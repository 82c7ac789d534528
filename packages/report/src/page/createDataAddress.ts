/**
 * A file as an address that holds the whole of it.
 *
 * @param text - what is in the file
 * @param type - its media type
 * @returns a `data:` address, base64
 */
export function createDataAddress(text: string, type: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:${type};base64,${btoa(binary)}`;
}
