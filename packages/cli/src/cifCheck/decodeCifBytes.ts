/**
 * Turns the bytes of a CIF into text: UTF-16 with a byte order mark, UTF-8, or else Latin-1, which
 * old files come in.
 *
 * @param bytes - the file
 * @returns the text; a byte order mark of UTF-8 stays, the parser knows it
 */
export function decodeCifBytes(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
    return new TextDecoder("latin1").decode(bytes);
  }
}
