import { translationUnit } from "./exactOperation.ts";

/** A whole number of translation units moved into one period. */
export function wrapUnits(units: number): number {
  return (((units % translationUnit) + translationUnit) % translationUnit) + 0;
}
