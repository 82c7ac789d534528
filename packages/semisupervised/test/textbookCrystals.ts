import { createLattice, createStructure, type Vector3 } from "@ftcp/crystal";
import type { TrainingCrystal } from "@ftcp/vae";

const cornerAndCentre: readonly Vector3[] = [
  [0, 0, 0],
  [0.5, 0.5, 0.5],
];
const zincblende: readonly Vector3[] = [
  [0, 0, 0],
  [0.25, 0.25, 0.25],
];
function cubic(a: number, angle: number): ReturnType<typeof createLattice> {
  return createLattice({ a, b: a, c: a, alpha: angle, beta: angle, gamma: angle });
}

/**
 * Eight crystals of the textbooks, in primitive cells with experimental lattice parameters (Å; half
 * the face diagonal of the cube for the face-centred ones) and rounded experimental band gaps (eV).
 */
export const textbookCrystals: readonly TrainingCrystal[] = [
  {
    id: "NaCl",
    structure: createStructure(cubic(3.988, 60), ["Na", "Cl"], cornerAndCentre),
    properties: { band_gap: 8.5 },
  },
  {
    id: "MgO",
    structure: createStructure(cubic(2.978, 60), ["Mg", "O"], cornerAndCentre),
    properties: { band_gap: 7.8 },
  },
  {
    id: "PbTe",
    structure: createStructure(cubic(4.568, 60), ["Pb", "Te"], cornerAndCentre),
    properties: { band_gap: 0.3 },
  },
  {
    id: "CsCl",
    structure: createStructure(cubic(4.123, 90), ["Cs", "Cl"], cornerAndCentre),
    properties: { band_gap: 8.3 },
  },
  {
    id: "GaAs",
    structure: createStructure(cubic(3.997, 60), ["Ga", "As"], zincblende),
    properties: { band_gap: 1.4 },
  },
  {
    id: "InSb",
    structure: createStructure(cubic(4.581, 60), ["In", "Sb"], zincblende),
    properties: { band_gap: 0.2 },
  },
  {
    id: "ZnS",
    structure: createStructure(cubic(3.825, 60), ["Zn", "S"], zincblende),
    properties: { band_gap: 3.7 },
  },
  {
    id: "CdTe",
    structure: createStructure(cubic(4.583, 60), ["Cd", "Te"], zincblende),
    properties: { band_gap: 1.5 },
  },
];

/** The same crystals, of which PbTe alone knows its power factor (an arbitrary figure for tests). */
export const oneLabelled: readonly TrainingCrystal[] = textbookCrystals.map((crystal) =>
  crystal.id === "PbTe"
    ? { ...crystal, properties: { ...crystal.properties, power_factor: 300 } }
    : crystal,
);
