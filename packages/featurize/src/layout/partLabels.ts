import type { FactorPart } from "./ftcpLayout.ts";

/** Names of the numbers that are made of F, for people. */
export const partLabels: Readonly<Record<FactorPart, string>> = {
  real: "real part of F",
  imaginary: "imaginary part of F",
  magnitude: "magnitude of F",
  phase: "phase of F",
  hartley: "real minus imaginary part of F",
  linear: "π Σ Z (hx + ky + lz)",
};
