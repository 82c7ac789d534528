import { InvalidArgumentError } from "commander";

/**
 * Reads the shares of a split: `train=0.8,test=0.2`.
 *
 * @param text - names and shares
 * @returns positive shares by name, whose sum is 1 within 1e-9
 */
export function parseFractions(text: string): Readonly<Record<string, number>> {
  const parts = text.split(",").map((part) => {
    const [, name = "", share = ""] = /^\s*([\w.-]+)=([\d.eE+-]+)\s*$/u.exec(part) ?? [];
    return [name, Number(share)] as const;
  });
  const sum = parts.reduce((total, [, share]) => total + share, 0);
  const isUsable = parts.every(([name, share]) => /\w/u.test(name) && share > 0);
  const areDifferent = new Set(parts.map(([name]) => name)).size === parts.length;
  if (!isUsable || !areDifferent || !(Math.abs(sum - 1) < 1e-9)) {
    throw new InvalidArgumentError(
      "It takes positive shares with sum 1, such as train=0.8,test=0.2.",
    );
  }
  return Object.fromEntries(parts);
}
