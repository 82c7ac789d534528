/** The recurrence runs this many steps before a power is computed afresh. */
const stride = 16;

/**
 * Writes `exp(-2πi n x)` for `-order <= n <= order`, real and imaginary part in turn.
 *
 * @param x - fractional coordinate
 * @param order - largest power
 * @param target - `2 * (2 * order + 1)` numbers from `offset` on are overwritten
 * @param offset - where the power `-order` goes
 *
 * @remarks
 * Powers follow by complex multiplication. A product of n factors loses about n roundings, so every
 * sixteenth power is computed by sine and cosine, from n x reduced to a fraction of a turn without
 * rounding error: the error is the same for power 200 as for power 16, below 1e-14.
 */
export function fillPowers(x: number, order: number, target: Float64Array, offset: number): void {
  const zero = offset + 2 * order;
  target[zero] = 1;
  target[zero + 1] = 0;
  const turn = x - Math.floor(x); // exact, and few digits are lost in 2π x
  const angle = -2 * Math.PI * turn;
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  const coarse = Math.fround(turn); // 24 bits: n * coarse is exact up to n = 2^29
  const fine = turn - coarse;
  let re = 1;
  let im = 0;
  for (let n = 1; n <= order; n++) {
    if (n % stride === 0) {
      const turns = n * coarse;
      const anchor = -2 * Math.PI * (turns - Math.round(turns) + n * fine);
      re = Math.cos(anchor);
      im = Math.sin(anchor);
    } else {
      const next = re * cosine - im * sine;
      im = re * sine + im * cosine;
      re = next;
    }
    target[zero + 2 * n] = re;
    target[zero + 2 * n + 1] = im;
    target[zero - 2 * n] = re;
    target[zero - 2 * n + 1] = -im;
  }
}
