/** The axes that a kernel's attribute names, from 0 and ascending; all of them where it names none. */
export function normalizeAxes(given: unknown, rank: number): number[] {
  const all = Array.from({ length: rank }, (_, axis) => axis);
  if (given === undefined || given === null) return all;
  const axes = (Array.isArray(given) ? given : [given]) as number[];
  const named = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)));
  return all.filter((axis) => named.has(axis));
}
