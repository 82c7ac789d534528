import { InvalidArgumentError } from "commander";

/**
 * Reads a SHA-256.
 *
 * @param text - 64 hexadecimal digits
 * @returns them in lower case
 */
export function parseSha256(text: string): string {
  if (!/^[\da-f]{64}$/iu.test(text)) {
    throw new InvalidArgumentError("It takes the 64 hexadecimal digits of a SHA-256.");
  }
  return text.toLowerCase();
}
