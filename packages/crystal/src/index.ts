export { CrystalError } from "./crystalError.ts";
export type { CrystalErrorCode, CrystalErrorData } from "./crystalError.ts";
export type { Result } from "./result.ts";

export type { Matrix3 } from "./geometry/matrix3.ts";
export type { Vector3 } from "./geometry/vector3.ts";
export { wrapFractional } from "./geometry/wrapFractional.ts";

export type { ChemicalElement } from "./element/chemicalElement.ts";
export { elementByNumber } from "./element/elementByNumber.ts";
export { elementBySymbol } from "./element/elementBySymbol.ts";
export { elements } from "./element/elements.ts";

export type { Composition } from "./composition/composition.ts";
export { anonymousFormula } from "./composition/anonymousFormula.ts";
export { compositionOf } from "./composition/compositionOf.ts";
export { formulaUnits } from "./composition/formulaUnits.ts";
export { hillFormula } from "./composition/hillFormula.ts";
export { isSameComposition } from "./composition/isSameComposition.ts";
export { molarMass } from "./composition/molarMass.ts";
export { parseFormula } from "./composition/parseFormula.ts";
export { reducedFormula } from "./composition/reducedFormula.ts";

export { checkNeutrality } from "./chemistry/checkNeutrality.ts";
export type { NeutralityOptions, NeutralityReport } from "./chemistry/checkNeutrality.ts";
export { isMetal } from "./chemistry/isMetal.ts";
export type { OxidationStateTable } from "./chemistry/oxidationStateTable.ts";
export { oxidationStateTables } from "./chemistry/oxidationStateTables.ts";

export type { Lattice, LatticeParameters } from "./lattice/lattice.ts";
export { cartesianToFractional } from "./lattice/cartesianToFractional.ts";
export { createLattice } from "./lattice/createLattice.ts";
export { fractionalToCartesian } from "./lattice/fractionalToCartesian.ts";
export { latticeFromMatrix } from "./lattice/latticeFromMatrix.ts";
export { latticeVolume } from "./lattice/latticeVolume.ts";
export { metricTensor } from "./lattice/metricTensor.ts";
export { niggliReduce } from "./lattice/niggliReduce.ts";
export type { NiggliReduction } from "./lattice/niggliReduce.ts";
export { planeSpacing } from "./lattice/planeSpacing.ts";
export { reciprocalLattice } from "./lattice/reciprocalLattice.ts";
export { reciprocalMatrix } from "./lattice/reciprocalMatrix.ts";

export type { Site, Species, Structure } from "./structure/structure.ts";
export { canonicalizeStructure } from "./structure/canonicalizeStructure.ts";
export { createSite } from "./structure/createSite.ts";
export { createStructure } from "./structure/createStructure.ts";
export { createSupercell } from "./structure/createSupercell.ts";
export { density } from "./structure/density.ts";
export { isOrdered } from "./structure/isOrdered.ts";
export { primitiveCell } from "./structure/primitiveCell.ts";
export type { PrimitiveCellOptions } from "./structure/primitiveCell.ts";
export { siteElement } from "./structure/siteElement.ts";
export { translateStructure } from "./structure/translateStructure.ts";
export { volumePerAtom } from "./structure/volumePerAtom.ts";

export { closestPair } from "./distance/closestPair.ts";
export { findNeighbors } from "./distance/findNeighbors.ts";
export type { Neighbor } from "./distance/findNeighbors.ts";
export { neighborList } from "./distance/neighborList.ts";
export type { NeighborList } from "./distance/neighborList.ts";
export { neighborsBySite } from "./distance/neighborsBySite.ts";
export { periodicDistance } from "./distance/periodicDistance.ts";
export { shortestDistance } from "./distance/shortestDistance.ts";

export { checkValidity } from "./validity/checkValidity.ts";
export type { ValidityFailure, ValidityOptions, ValidityReport } from "./validity/checkValidity.ts";

export { atomicVolumes } from "./repair/atomicVolumes.ts";
export type { Displacement } from "./repair/displacement.ts";
export { estimateVolume } from "./repair/estimateVolume.ts";
export { measureDisplacement } from "./repair/measureDisplacement.ts";
export { rescaleVolume } from "./repair/rescaleVolume.ts";
export type { RescaleVolumeOptions, VolumeRescaling } from "./repair/rescaleVolume.ts";
export { separateAtoms } from "./repair/separateAtoms.ts";
export type { AtomSeparation, SeparateAtomsOptions } from "./repair/separateAtoms.ts";

export { assignMinimumCost } from "./match/assignMinimumCost.ts";
export { compareStructures } from "./match/compareStructures.ts";
export { createStructureMatcher } from "./match/createStructureMatcher.ts";
export type { StructureMatcher } from "./match/createStructureMatcher.ts";
export { groupStructures } from "./match/groupStructures.ts";
export type { MatchOptions } from "./match/matchOptions.ts";
export { matchStructures } from "./match/matchStructures.ts";
export type { StructureMatch } from "./match/structureMatch.ts";

export { applyOperation } from "./spaceGroup/applyOperation.ts";
export { closeGroup } from "./spaceGroup/closeGroup.ts";
export type { CloseGroupOptions } from "./spaceGroup/closeGroup.ts";
export { composeOperations } from "./spaceGroup/composeOperations.ts";
export { findSpaceGroupSettings } from "./spaceGroup/findSpaceGroupSettings.ts";
export type { SpaceGroupQuery } from "./spaceGroup/findSpaceGroupSettings.ts";
export { formatOperation } from "./spaceGroup/formatOperation.ts";
export { identifySetting } from "./spaceGroup/identifySetting.ts";
export { invertOperation } from "./spaceGroup/invertOperation.ts";
export { parseHallSymbol } from "./spaceGroup/parseHallSymbol.ts";
export { settingFitsLattice } from "./spaceGroup/settingFitsLattice.ts";
export type { SettingFitOptions } from "./spaceGroup/settingFitsLattice.ts";
export { settingOperations } from "./spaceGroup/settingOperations.ts";
export { spaceGroupSettings } from "./spaceGroup/spaceGroupSettings.ts";
export type { Centring, CrystalSystem, SpaceGroupSetting } from "./spaceGroup/spaceGroupSetting.ts";
export type { SymmetryOperation } from "./spaceGroup/symmetryOperation.ts";
