import { elementBySymbol } from "@ftcp/crystal";

/** Radius for elements without a tabulated covalent radius (beyond curium), in Å: curium's. */
const unknownRadius = 1.69;

/** The covalent radius (Cordero 2008) of an element in Å, curium's for those beyond. */
export function covalentRadius(symbol: string): number {
  return elementBySymbol(symbol).covalentRadius ?? unknownRadius;
}
