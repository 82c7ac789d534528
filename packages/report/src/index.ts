export { renderReport } from "./renderReport.ts";
export type { RenderReportOptions } from "./renderReport.ts";
export type {
  ReportChecks,
  ReportDesign,
  ReportFile,
  ReportInput,
  ReportMap,
  ReportMapPoint,
  ReportRates,
  ReportRoot,
  ReportSimilarity,
  ReportTarget,
} from "./reportInput.ts";
export { drawStructure } from "./structure/drawStructure.ts";
export { createScale } from "./plots/createScale.ts";
export type { Scale } from "./plots/createScale.ts";
export { escapeHtml } from "./text/escapeHtml.ts";
export { formatNumber } from "./text/formatNumber.ts";
export { viridis } from "./color/viridis.ts";
export { describeProperty } from "./text/describeProperty.ts";
export type { PropertyDescription } from "./text/describeProperty.ts";
