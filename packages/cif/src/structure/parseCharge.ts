/**
 * Reads the charge in `2-`, `+3`, `1.5+`, `-` or `++`.
 *
 * @param text - what follows the letters of a symbol
 * @returns the charge in elementary charges, `undefined` when there is none
 * @internal
 */
export function parseCharge(text: string): number | undefined {
  const match = /^(?:(\d+(?:\.\d*)?(?:e-?\d+)?|\.\d+)([+-])|([+-])(\d+(?:\.\d*)?)|(\++|-+))$/u.exec(
    text,
  );
  if (match === null) return undefined;
  const [, before, signAfter, signBefore, after, signs] = match;
  if (signs !== undefined) return signs.startsWith("-") ? -signs.length : signs.length;
  const magnitude = Number(before ?? after);
  return (signAfter ?? signBefore) === "-" && magnitude !== 0 ? -magnitude : magnitude;
}
