import { createLattice, createStructure, type Structure } from "@ftcp/crystal";
import { createLayout, type FtcpLayout } from "@ftcp/featurize";
import type { NetworkConfig, TrainingCrystal } from "@ftcp/vae";

/** Rock salts and caesium chlorides with labels that follow from what they are. */
export function toyCrystals(count: number): TrainingCrystal[] {
  const cations = ["Li", "Na", "K", "Rb"];
  const anions = ["F", "Cl", "Br", "I"];
  return Array.from({ length: count }, (_, i) => {
    const cation = i % 4;
    const anion = Math.floor(i / 4) % 4;
    const length = 3 + 0.3 * cation + 0.2 * anion + 0.01 * i;
    const angle = i % 2 === 0 ? 90 : 60;
    return {
      id: `toy-${i}`,
      structure: binary(cations[cation] ?? "", anions[anion] ?? "", length, angle),
      properties: { energy: -4 + 0.5 * anion + 0.1 * cation, gap: 8 - anion },
    };
  });
}

/** Two atoms in a rhombohedral (for 90 degrees cubic) cell. */
export function binary(cation: string, anion: string, length: number, angle: number): Structure {
  const lattice = createLattice({
    ...{ a: length, b: length, c: length },
    ...{ alpha: angle, beta: angle, gamma: angle },
  });
  return createStructure(
    lattice,
    [cation, anion],
    [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
    ],
  );
}

/** A layout small enough for the plain JavaScript backend. */
export const toyLayout: FtcpLayout = createLayout({
  maxElements: 2,
  maxSites: 3,
  planes: [
    [0, 0, 0],
    [1, 0, 0],
    [1, 1, 0],
  ],
});

/** A network small enough for it. */
export const toyNetwork: Partial<NetworkConfig> = {
  latentSize: 64,
  channels: [4, 4],
  taps: 4,
  hidden: 16,
  regressionHidden: 16,
  elementCodeSize: 14,
};
