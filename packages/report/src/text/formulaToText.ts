/**
 * A formula as plain text with Unicode subscripts, for SVG labels and tooltips.
 *
 * @param formula - a formula such as `Ca3(PO4)2`
 * @returns the formula with whole amounts as subscript digits; not escaped
 *
 * @remarks
 * Unicode has no subscript decimal point, so that fractional amounts stay on the line.
 *
 * @example
 * ```ts
 * formulaToText("SiO2"); // "SiO₂"
 * ```
 */
export function formulaToText(formula: string): string {
  return formula.replace(/(?<=[A-Za-z)\]])\d+(?![\d.])/g, (amount) =>
    amount.replace(/\d/g, (digit) => String.fromCodePoint(0x2080 + Number(digit))),
  );
}
