/**
 * Whether a word behind the coordinates of a POSCAR can be the label of the site.
 *
 * @param text - a word or label
 * @returns true for a word that begins with a letter
 * @internal
 */
export function isPoscarLabel(text: string): boolean {
  return /^[A-Za-z]\S*$/u.test(text);
}
