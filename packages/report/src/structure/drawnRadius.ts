import { covalentRadius } from "./covalentRadius.ts";

/** Drawn radius of an atom, as a share of its covalent radius. */
const atomScale = 0.46;

/** The radius in Å with which an element is drawn. */
export function drawnRadius(symbol: string): number {
  return atomScale * covalentRadius(symbol);
}
