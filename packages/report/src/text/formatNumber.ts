/**
 * A number for people: fixed decimals, a real minus sign, no negative zero.
 *
 * @param value - any number
 * @param decimals - digits after the point
 * @returns the text; `–` for NaN and infinities, scientific notation at 1e6 and above
 *
 * @example
 * ```ts
 * formatNumber(-0.5, 2); // "−0.50"
 * ```
 */
export function formatNumber(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return "–";
  const text = Math.abs(value) < 1e6 ? value.toFixed(decimals) : value.toExponential(2);
  return (/^-[0.]*$/.test(text) ? text.slice(1) : text).replace(/-/g, "−");
}
