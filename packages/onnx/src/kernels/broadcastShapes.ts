/** The shape of what is computed from two tensors that are broadcast against each other. */
export function broadcastShapes(left: readonly number[], right: readonly number[]): number[] {
  const rank = Math.max(left.length, right.length);
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = [left[axis - rank + left.length] ?? 1, right[axis - rank + right.length] ?? 1];
    return sizes[0] === 1 ? (sizes[1] as number) : (sizes[0] as number);
  });
}
