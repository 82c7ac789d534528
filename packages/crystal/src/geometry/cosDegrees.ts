/** Cosine of an angle in degrees, exact for 60, 90 and 120. */
export function cosDegrees(angle: number): number {
  if (angle === 90) return 0;
  if (angle === 60) return 0.5;
  if (angle === 120) return -0.5;
  return Math.cos((angle * Math.PI) / 180);
}
