/**
 * Plain data as JSON that can stand inside an HTML script element, whatever texts are in it.
 *
 * @param value - plain data
 * @returns JSON without the character that could end the element
 */
export function encodeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
