/**
 * CRC-32 of two pieces of data one after the other, from the CRCs of each.
 *
 * @param first - CRC-32 of the first piece
 * @param second - CRC-32 of the second piece
 * @param length - bytes of the second piece, a whole number
 * @returns CRC-32 of both together
 *
 * @remarks
 * Appending a zero byte is a linear map on the 32 bits of the CRC; its power `length` is built by
 * squaring, as `crc32_combine` of zlib does.
 */
export function combineCrc32(first: number, second: number, length: number): number {
  // operator[n]: what bit n becomes when one zero bit follows.
  let operator = Array.from({ length: 32 }, (_, bit) => (bit === 0 ? 0xedb88320 : 2 ** (bit - 1)));
  for (let doubling = 0; doubling < 3; doubling++) operator = square(operator); // one zero byte
  let crc = first;
  for (let rest = length; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) crc = apply(operator, crc);
    operator = square(operator);
  }
  return (crc ^ second) >>> 0;
}

function apply(operator: readonly number[], vector: number): number {
  let sum = 0;
  for (let bit = 0; bit < 32; bit++) {
    if ((vector >>> bit) & 1) sum ^= operator[bit] ?? 0;
  }
  return sum >>> 0;
}

function square(operator: readonly number[]): number[] {
  return operator.map((image) => apply(operator, image));
}
