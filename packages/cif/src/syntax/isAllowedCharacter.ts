/**
 * Whether a character may stand in a CIF.
 *
 * @param text - the text
 * @param position - offset of the character
 * @param isVersion2 - whether the rules of CIF 2.0 hold
 * @returns false for control characters, for what is not ASCII in CIF 1.1, and for lone surrogates
 * and noncharacters in CIF 2.0
 *
 * @see Bernstein et al. (2016), J. Appl. Cryst. 49, 277, section 2.2
 *
 * @internal
 */
export function isAllowedCharacter(text: string, position: number, isVersion2: boolean): boolean {
  const code = text.charCodeAt(position);
  if (code < 127) return code >= 32 || code === 9 || code === 10 || code === 13;
  if (!isVersion2 || code < 0xa0) return false;
  if (code < 0xd800) return true;
  if (code < 0xe000) {
    const isLow = code >= 0xdc00;
    const other = text.charCodeAt(isLow ? position - 1 : position + 1);
    const high = isLow ? other : code;
    const low = isLow ? code : other;
    if (!(high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000)) return false;
    // The last two code points of each plane are noncharacters.
    return !((low & 0x3fe) === 0x3fe && (high & 0x3f) === 0x3f);
  }
  return !(code >= 0xfdd0 && code <= 0xfdef) && code < 0xfffe;
}
