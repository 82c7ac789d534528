export { checkCif } from "./checkCif.ts";
export type {
  CifBlockCheck,
  CifCheck,
  CifSpaceGroupSummary,
  CifStructureSummary,
} from "./cifCheck.ts";
export type { CifDiagnostic, CifDiagnosticCode, CifNoticeCode } from "./cifDiagnostic.ts";
export { CifError } from "./cifError.ts";
export type { CifErrorCode, CifErrorOptions } from "./cifError.ts";
export type { CifBlockReport, CifReport } from "./cifReport.ts";
export { detectStructureFormat } from "./formats/detectStructureFormat.ts";
export { parseExtendedXyz } from "./formats/extendedXyz/parseExtendedXyz.ts";
export { parseExtendedXyzFrames } from "./formats/extendedXyz/parseExtendedXyzFrames.ts";
export { streamExtendedXyz } from "./formats/extendedXyz/streamExtendedXyz.ts";
export { writeExtendedXyz } from "./formats/extendedXyz/writeExtendedXyz.ts";
export type { FormatDiagnostic, FormatNoticeCode } from "./formats/formatDiagnostic.ts";
export { FormatError } from "./formats/formatError.ts";
export type { FormatErrorCode, FormatErrorOptions } from "./formats/formatError.ts";
export type { WriteJsonOptions } from "./formats/json/writeJsonOptions.ts";
export { parseOptimade } from "./formats/optimade/parseOptimade.ts";
export { writeOptimade } from "./formats/optimade/writeOptimade.ts";
export type { WriteOptimadeOptions } from "./formats/optimade/writeOptimade.ts";
export type { ParseFormatOptions } from "./formats/parseFormatOptions.ts";
export { parseStructures } from "./formats/parseStructures.ts";
export type { ParseStructuresOptions } from "./formats/parseStructures.ts";
export { parsePoscar } from "./formats/poscar/parsePoscar.ts";
export type { ParsePoscarOptions } from "./formats/poscar/parsePoscar.ts";
export { writePoscar } from "./formats/poscar/writePoscar.ts";
export type { WritePoscarOptions } from "./formats/poscar/writePoscar.ts";
export { parsePymatgenJson } from "./formats/pymatgen/parsePymatgenJson.ts";
export { writePymatgenJson } from "./formats/pymatgen/writePymatgenJson.ts";
export type { StructureFormat } from "./formats/structureFormat.ts";
export type { StructureItem, StructureReport } from "./formats/structureReport.ts";
export type { WriteFormatOptions } from "./formats/writeFormatOptions.ts";
export { parseCif } from "./parseCif.ts";
export { parseCifBlocks } from "./parseCifBlocks.ts";
export type { ParseCifOptions } from "./parseCifOptions.ts";
export { structureFromCifBlock } from "./structureFromCifBlock.ts";
export type { CifSymmetry, CifSymmetrySource } from "./symmetry/cifSymmetry.ts";
export { expandSymmetry } from "./symmetry/expandSymmetry.ts";
export type { ExpandSymmetryOptions } from "./symmetry/expandSymmetry.ts";
export { parseSymmetryOperation } from "./symmetry/parseSymmetryOperation.ts";
export type { SymmetryOperation } from "./symmetry/symmetryOperation.ts";
export { CifBlock } from "./syntax/cifBlock.ts";
export type { CifDocument } from "./syntax/cifDocument.ts";
export { CifItem } from "./syntax/cifItem.ts";
export { CifLoop } from "./syntax/cifLoop.ts";
export type { CifNumbers } from "./syntax/cifLoop.ts";
export type { CifNumber } from "./syntax/cifNumber.ts";
export type { CifChunk, CifStreamSource } from "./syntax/cifStreamSource.ts";
export type { CifPlace } from "./syntax/cifPlace.ts";
export type {
  CifDelimiter,
  CifList,
  CifTable,
  CifTableEntry,
  CifText,
  CifValue,
} from "./syntax/cifValue.ts";
export type { CifVersion } from "./syntax/cifVersion.ts";
export { parseCifDocument } from "./syntax/parseCifDocument.ts";
export { parseCifNumber } from "./syntax/parseCifNumber.ts";
export { streamCifBlocks } from "./syntax/streamCifBlocks.ts";
export type { CifStreamProgress, StreamCifOptions } from "./syntax/streamCifBlocks.ts";
export type {
  CifBlockContent,
  CifDocumentContent,
  CifItemContent,
  CifListContent,
  CifLoopContent,
  CifTableContent,
  CifTextContent,
  CifValueContent,
} from "./write/cifContent.ts";
export { writeCifDocument } from "./write/writeCifDocument.ts";
export type { WriteCifDocumentOptions } from "./write/writeCifDocument.ts";
export { writeCif } from "./writeCif.ts";
export type { WriteCifOptions, WriteCifSymmetry } from "./writeCifOptions.ts";
