// matplotlib's viridis (CC0) at 0, 0.1, …, 1.
const stops = [
  [0x44, 0x01, 0x54],
  [0x48, 0x24, 0x75],
  [0x41, 0x44, 0x87],
  [0x35, 0x5f, 0x8d],
  [0x2a, 0x78, 0x8e],
  [0x21, 0x91, 0x8c],
  [0x22, 0xa8, 0x84],
  [0x44, 0xbf, 0x70],
  [0x7a, 0xd1, 0x51],
  [0xbd, 0xdf, 0x26],
  [0xfd, 0xe7, 0x25],
] as const;

/**
 * A colour of the viridis scale, even to the eye and readable with any kind of colour vision.
 *
 * @param fraction - position on the scale; below 0 and above 1 the ends are taken
 * @returns the colour as `#rrggbb`
 *
 * @example
 * ```ts
 * viridis(0); // "#440154"
 * ```
 */
export function viridis(fraction: number): string {
  const position = Math.min(1, Math.max(0, fraction)) * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(position));
  const [low, high] = [stops[index] ?? stops[0], stops[index + 1] ?? stops[0]];
  const channel = (k: 0 | 1 | 2): string =>
    Math.round(low[k] + (position - index) * (high[k] - low[k]))
      .toString(16)
      .padStart(2, "0");
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}
