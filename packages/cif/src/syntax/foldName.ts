/**
 * The form under which names are compared: without case, and for other than ASCII names also without
 * regard to how accents are encoded.
 *
 * @param name - a data name, block code or frame code as written
 * @returns the comparable name, such as `_cell_length_a` for `_Cell_Length_A`
 *
 * @remarks
 * Names of CIF 2.0 that are equal by Unicode canonical caseless matching are equal here. JavaScript
 * has no case folding; lower, upper and lower case again, character by character, give the same
 * but for the dotless i, which is kept.
 *
 * @internal
 */
export function foldName(name: string): string {
  let isLower = true;
  for (let index = 0; index < name.length; index += 1) {
    const code = name.charCodeAt(index);
    if (code >= 128) return foldUnicode(name);
    if (code >= 65 && code <= 90) isLower = false;
  }
  return isLower ? name : name.toLowerCase();
}

function foldUnicode(name: string): string {
  let folded = "";
  for (const character of name.normalize("NFD")) {
    folded += character === "ı" ? character : character.toLowerCase().toUpperCase().toLowerCase();
  }
  return folded.normalize("NFC");
}
