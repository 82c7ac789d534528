import {
  canonicalizeStructure,
  checkValidity,
  CrystalError,
  measureDisplacement,
  rescaleVolume,
  separateAtoms,
} from "@ftcp/crystal";
import type {
  AtomSeparation,
  Displacement,
  RescaleVolumeOptions,
  SeparateAtomsOptions,
  Structure,
} from "@ftcp/crystal";
import { symmetrizeNearly } from "@ftcp/crystal/symmetry";
import type {
  NearSymmetry,
  SymmetrizeNearlyOptions,
  SymmetryDataset,
  SymmetryFinder,
} from "@ftcp/crystal/symmetry";
import type { RepairRecord } from "./repairRecord.ts";

/** How {@link repairCrystal} works. */
export interface RepairCrystalOptions {
  /** Finds symmetry; without it crystals are not symmetrised. */
  readonly finder?: Pick<SymmetryFinder, "find">;
  /** Limits of the volume; `false` leaves it as it is. */
  readonly volume?: RescaleVolumeOptions | false;
  /** Least distances of atoms; `false` leaves them where they are. */
  readonly separation?: SeparateAtomsOptions | false;
  /** Bounds of the symmetrisation; `false` leaves the crystal as it is. */
  readonly symmetry?: SymmetrizeNearlyOptions | false;
  /**
   * Whether the repairs end with the symmetrisation for a crystal that it leaves in P 1, where such a crystal is not
   * wanted anyway: its atoms are then not pushed apart, and there is no record of it.
   *
   * @defaultValue false
   */
  readonly endAtP1?: boolean;
}

/** What {@link repairCrystal} made of a crystal. */
export interface RepairedCrystal {
  /** The crystal after all repairs, in its canonical cell. */
  readonly structure: Structure;
  /** The crystal as it was given. */
  readonly raw: Structure;
  /** What was done, in this order. */
  readonly records: readonly RepairRecord[];
  /** The crystal after each repair, as long as `records`; the same object where nothing was changed. */
  readonly stages: readonly Structure[];
  /** How far atoms moved in all, within the cell. */
  readonly displacement: Displacement;
  /** What the volume was multiplied by, the strain of symmetrisation apart. */
  readonly volumeFactor: number;
  /** Space group and operations of `structure`; undefined without a finder or a determinable one. */
  readonly symmetry: SymmetryDataset | undefined;
}

/**
 * Repairs a decoded crystal: canonical cell, volume of its atoms when far off, onto the symmetry that it nearly has,
 * and atoms apart.
 *
 * @param structure - a crystal with sites, as decoded; it stays as it is
 * @param options - which repairs, and their bounds
 * @returns the repaired crystal, the given one and a record of each repair
 * @throws `CrystalError` when the crystal cannot be measured, such as `CRYSTAL_NO_SITES`
 *
 * @remarks
 * The composition never changes. Symmetry comes before distances: averaging takes away much of what a decoder leaves
 * to chance, and pushing atoms apart keeps symmetry but would spoil what is only nearly symmetric. Symmetrising is not
 * allowed to bring atoms nearer to each other than the limit of the separation, or than they are; where they cannot
 * be parted with the symmetry kept, it is given up.
 *
 * @example
 * ```ts
 * import { loadSymmetryFinder } from "@ftcp/crystal/node";
 *
 * const { structure, records } = repairCrystal(decoded, { finder: await loadSymmetryFinder() });
 * ```
 */
export function repairCrystal(
  structure: Structure,
  options: RepairCrystalOptions = {},
): RepairedCrystal {
  const { finder, volume = {}, separation = {}, symmetry = {}, endAtP1 = false } = options;
  const canonical = canonicalizeStructure(structure);
  const records: RepairRecord[] = [];
  const stages: Structure[] = [];
  let current = canonical;
  let volumeFactor = 1;
  let endsHere = false;
  if (volume !== false) {
    const { structure: rescaled, ...record } = rescaleVolume(current, volume);
    records.push({ kind: "volume", ...record });
    volumeFactor = record.factor;
    stages.push((current = rescaled));
  }
  let dataset: SymmetryDataset | undefined;
  let separated: AtomSeparation | undefined;
  const looksForSymmetry = finder !== undefined && symmetry !== false;
  if (looksForSymmetry) {
    const found = symmetrize(current, finder, symmetry, separation);
    const { structure: symmetrized, dataset: itsDataset, ...record } = found;
    if (symmetrized !== current && separation !== false) {
      separated = separateAtoms(symmetrized, separation);
    }
    // Where atoms cannot be parted with the symmetry kept, it is given up.
    const isKept = separated?.reached !== false;
    if (!isKept) separated = undefined;
    dataset = isKept ? itsDataset : undefined;
    const kept = isKept ? record : giveUp(record);
    records.push({ kind: "symmetry", ...kept });
    stages.push((current = isKept ? symmetrized : current));
    endsHere = endAtP1 && kept.after?.number === 1;
  }
  if (separation !== false && !endsHere) {
    separated ??= separateAtoms(current, separation);
    const { structure: apart, ...record } = separated;
    records.push({ kind: "separation", ...record });
    if (apart !== current) dataset = undefined;
    stages.push((current = apart));
  }
  if (looksForSymmetry) dataset ??= findSymmetry(current, finder);
  return {
    structure: current,
    raw: structure,
    records,
    stages,
    displacement: measureDisplacement(canonical, current),
    volumeFactor,
    symmetry: dataset,
  };
}

type SymmetryRecord = Omit<NearSymmetry, "structure" | "dataset">;

/** The record of a symmetrisation that was not kept. */
function giveUp({ before }: SymmetryRecord): SymmetryRecord {
  return { before, after: before, displacement: { largest: 0, rms: 0 }, strain: 0 };
}

/** The symmetry within 0.01 Å; undefined where none can be determined. */
function findSymmetry(
  structure: Structure,
  finder: Pick<SymmetryFinder, "find">,
): SymmetryDataset | undefined {
  try {
    return finder.find(structure);
  } catch (error) {
    if (error instanceof CrystalError && error.code === "CRYSTAL_SYMMETRY_FAILED") return undefined;
    throw error;
  }
}

function symmetrize(
  structure: Structure,
  finder: Pick<SymmetryFinder, "find">,
  options: SymmetrizeNearlyOptions,
  separation: SeparateAtomsOptions | false,
): NearSymmetry {
  const ratio = separation === false ? 0.75 : (separation.ratio ?? 0.75);
  const limit = Math.min(ratio, checkValidity(structure).covalentRatio) * (1 - 1e-9);
  return symmetrizeNearly(structure, finder, {
    ...options,
    accept: (symmetrized) =>
      checkValidity(symmetrized).covalentRatio >= limit && (options.accept?.(symmetrized) ?? true),
  });
}
