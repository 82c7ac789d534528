/** The programs that inputs can be written for: VASP, Quantum ESPRESSO, or both. */
export type CalculationFormat = "vasp" | "qe" | "both";
