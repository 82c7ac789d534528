/**
 * Number of components of {@link solidHarmonics}: 3, 5 and 7 of l = 1, 2 and 3.
 */
export const harmonicComponents = 15;

/**
 * Real spherical harmonics of l = 1, 2 and 3 in Racah's normalisation: for unit vectors a and b the products of
 * the components of one l add up to the Legendre polynomial `P_l(a · b)`.
 *
 * @param x - of a unit vector
 * @param y - of a unit vector
 * @param z - of a unit vector
 * @param into - receives the components of l = 1, then 2, then 3
 */
export function solidHarmonics(x: number, y: number, z: number, into: Float64Array): void {
  into[0] = x;
  into[1] = y;
  into[2] = z;
  into[3] = Math.sqrt(3) * x * y;
  into[4] = Math.sqrt(3) * y * z;
  into[5] = Math.sqrt(3) * x * z;
  into[6] = (3 * z * z - 1) / 2;
  into[7] = (Math.sqrt(3) / 2) * (x * x - y * y);
  into[8] = Math.sqrt(5 / 8) * y * (3 * x * x - y * y);
  into[9] = Math.sqrt(15) * x * y * z;
  into[10] = Math.sqrt(3 / 8) * y * (5 * z * z - 1);
  into[11] = (z * (5 * z * z - 3)) / 2;
  into[12] = Math.sqrt(3 / 8) * x * (5 * z * z - 1);
  into[13] = (Math.sqrt(15) / 2) * z * (x * x - y * y);
  into[14] = Math.sqrt(5 / 8) * x * (x * x - 3 * y * y);
}
