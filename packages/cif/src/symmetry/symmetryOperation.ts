export type { SymmetryOperation } from "@ftcp/crystal";
