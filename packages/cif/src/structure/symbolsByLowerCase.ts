import { elements } from "@ftcp/crystal";

/** Symbols of the elements by their lower-case form. */
export const symbolsByLowerCase: ReadonlyMap<string, string> = new Map(
  [...elements.map(({ symbol }) => symbol), "D", "T"].map((symbol) => [
    symbol.toLowerCase(),
    symbol,
  ]),
);
