/** No page has more values. */
const MAX_RUN = 1 << 24;

/**
 * Walks over runs of values (Parquet's hybrid of run lengths and packed bits), and throws where a run claims more values
 * than a page can have. hyparquet believes the length of a run: two damaged bytes would have it write 2^31 values.
 *
 * @param bytes - a page that is not compressed
 * @param start - where the first run begins
 * @param end - where the last one ends at the latest
 * @param width - bits of a value
 * @param count - most values that the runs hold
 * @throws Error when a run is too long
 */
export function checkRunLengths(
  bytes: Uint8Array,
  start: number,
  end: number,
  width: number,
  count: number,
): void {
  const bytesOfValue = (width + 7) >> 3;
  let position = start;
  for (let seen = 0; seen < count && position < end;) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[position++] ?? 0; // hyparquet says where the page ends too early
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
      if (shift > 28) throw new Error("a run of values is damaged");
    }
    const isPacked = header % 2 === 1;
    const length = isPacked ? 8 * Math.floor(header / 2) : Math.floor(header / 2);
    if (length > MAX_RUN) throw new Error(`a run claims ${length} values`);
    position += isPacked ? (length * width) / 8 : bytesOfValue;
    seen += length;
  }
}
