import {
  latticeFromMatrix,
  wrapFractional,
  type Matrix3,
  type Structure,
  type Vector3,
} from "@ftcp/crystal";

/**
 * The same crystal in other words: sites in another order, another origin, and a cell that is sheared along
 * one axis and has its axes turned in a cycle (a change of basis of determinant 1).
 *
 * @param random - numbers in [0, 1)
 */
export function redescribe(structure: Structure, random: () => number): Structure {
  const { matrix } = structure.lattice;
  const amount = random() < 0.5 ? 1 : -1;
  const from = Math.floor(random() * 3);
  const to = (from + 1 + Math.floor(random() * 2)) % 3;
  const turn = Math.floor(random() * 3);
  const sheared = [...matrix] as [Vector3, Vector3, Vector3];
  const [x, y, z] = sheared[from] ?? [0, 0, 0];
  const [u, v, w] = sheared[to] ?? [0, 0, 0];
  sheared[from] = [x + amount * u, y + amount * v, z + amount * w];
  const cycled = [0, 1, 2].map((axis) => sheared[(axis + turn) % 3]) as unknown as Matrix3;
  const shift = [random(), random(), random()];
  const sites = structure.sites.map((site) => {
    // r = Σ f_i a_i: with a'_from = a_from + n a_to, f'_to = f_to - n f_from.
    const moved = site.fractional.map((value, axis) => value + (shift[axis] ?? 0));
    moved[to] = (moved[to] ?? 0) - amount * (moved[from] ?? 0);
    const fractional = [0, 1, 2].map((axis) => wrapFractional(moved[(axis + turn) % 3] ?? 0));
    return { site: { ...site, fractional: fractional as unknown as Vector3 }, key: random() };
  });
  sites.sort((left, right) => left.key - right.key);
  return { lattice: latticeFromMatrix(cycled), sites: sites.map(({ site }) => site) };
}
