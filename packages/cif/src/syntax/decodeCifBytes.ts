/**
 * The text of a file and what its bytes were.
 *
 * @internal
 */
export interface DecodedCif {
  /** The text; a byte order mark of UTF-8 stays, the parser knows it. */
  readonly text: string;
  /** The encoding by which the bytes were read. */
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
}

/**
 * Turns the bytes of a CIF into text: UTF-16 with a byte order mark, UTF-8, or else Windows-1252 (which
 * holds Latin-1), which old files come in.
 *
 * @param bytes - the file
 * @returns the text and how the bytes were read
 *
 * @internal
 */
export function decodeCifBytes(bytes: Uint8Array): DecodedCif {
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) return { text: new TextDecoder(utf16).decode(bytes), encoding: utf16 };
  const text = decodeUtf8(bytes);
  if (text !== undefined) return { text, encoding: "utf-8" };
  return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "windows-1252" };
}

/**
 * Decodes UTF-8.
 *
 * @param bytes - any bytes
 * @returns the text, a byte order mark included, or `undefined` when the bytes are not UTF-8
 *
 * @internal
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    // The one fault that a fatal decoder has; `instanceof` fails for the error of another realm.
    if ((error as Error).name !== "TypeError") throw error;
    return undefined;
  }
}

/**
 * Which UTF-16 a byte order mark announces.
 *
 * @param bytes - at least the first two bytes of a file
 * @returns a label for `TextDecoder`, or `undefined`
 *
 * @internal
 */
export function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return undefined;
}
