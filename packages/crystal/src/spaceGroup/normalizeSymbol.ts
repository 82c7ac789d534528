/**
 * A written Hermann-Mauguin symbol without the freedom of spelling: lower case, no spaces, underscores,
 * brackets, quotes or marks of subscripts (`P 2~1~/c`), subscripts as plain digits, and -3 for 3 with a bar.
 */
export function normalizeSymbol(symbol: string): string {
  return symbol
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/\\?(?:bar|overline)[{\s]*(\d)/gu, "-$1")
    .replaceAll(/(\d)[\u0304\u0305]/gu, "-$1")
    .replaceAll(/[\u2010-\u2015\u2212]/gu, "-")
    .replaceAll(/[\s_()[\]{}'"$\\^~]/gu, "");
}
