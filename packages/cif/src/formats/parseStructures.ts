import type { Result, Structure } from "@ftcp/crystal";

import type { CifDiagnostic } from "../cifDiagnostic.ts";
import { CifError } from "../cifError.ts";
import { parseCifBlocks } from "../parseCifBlocks.ts";
import { parseExtendedXyzFrames } from "./extendedXyz/parseExtendedXyzFrames.ts";
import type { FormatDiagnostic } from "./formatDiagnostic.ts";
import { FormatError } from "./formatError.ts";
import { isJsonObject, JsonReader } from "./json/jsonReader.ts";
import { findOptimadeResources } from "./optimade/findOptimadeResources.ts";
import { readOptimadeStructure } from "./optimade/parseOptimade.ts";
import type { ParseFormatOptions } from "./parseFormatOptions.ts";
import { parsePoscar } from "./poscar/parsePoscar.ts";
import { readPymatgenStructure } from "./pymatgen/parsePymatgenJson.ts";
import type { StructureFormat } from "./structureFormat.ts";
import type { StructureItem, StructureReport } from "./structureReport.ts";

/** Limits of {@link parseStructures}. */
export type ParseStructuresOptions = Pick<ParseFormatOptions, "maxLength" | "maxSites">;

/**
 * Reads every crystal of a text in any of the formats; a crystal at fault does not touch the others.
 *
 * @param text - the whole text
 * @param format - its format; {@link detectStructureFormat} tells it
 * @param options - limits
 * @returns the crystals, or the error of each, and all remarks; a text that cannot be read at all gives
 *   one item with its error
 *
 * @remarks
 * Blocks of a CIF without atoms are no items. JSON is a structure or a list of them, OPTIMADE a
 * resource, a list of them or a response. Never throws for any text.
 *
 * @example
 * ```ts
 * for (const { name, structure } of parseStructures(text, "cif").items) {
 *   if (structure.ok) use(name, structure.value);
 * }
 * ```
 */
export function parseStructures(
  text: string,
  format: StructureFormat,
  options: ParseStructuresOptions = {},
): StructureReport {
  const diagnostics: (CifDiagnostic | FormatDiagnostic)[] = [];
  const all: ParseFormatOptions = {
    ...options,
    onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
  };
  try {
    const items = itemsOf(text, format, all, diagnostics);
    if (items.length > 0) return { items, diagnostics };
    const error =
      format === "cif"
        ? new CifError("CIF_NO_STRUCTURE", "no data block gives atomic positions")
        : new FormatError("FORMAT_NO_STRUCTURE", format, "the text holds no crystal");
    return { items: [{ name: "", structure: { ok: false, error } }], diagnostics };
  } catch (error) {
    return { items: [{ name: "", structure: { ok: false, error: expected(error) } }], diagnostics };
  }
}

function itemsOf(
  text: string,
  format: StructureFormat,
  options: ParseFormatOptions,
  diagnostics: (CifDiagnostic | FormatDiagnostic)[],
): readonly StructureItem[] {
  if (format === "cif") {
    const { maxLength, maxSites } = options;
    const report = parseCifBlocks(text, {
      ...(maxLength === undefined ? {} : { maxLength }),
      ...(maxSites === undefined ? {} : { maxSites }),
    });
    diagnostics.push(...report.diagnostics);
    return report.blocks.flatMap(({ name, structure }) =>
      structure === undefined ? [] : [{ name, structure }],
    );
  }
  if (format === "poscar") {
    const name = /^\uFEFF?([^\r\n]*)/u.exec(text)?.[1] ?? "";
    return [{ name: name.trim(), structure: attempt(() => parsePoscar(text, options)) }];
  }
  if (format === "extxyz") {
    return Array.from(parseExtendedXyzFrames(text, options), (structure) => ({
      name: "",
      structure,
    }));
  }
  const reader = new JsonReader(text, format, options);
  const resources =
    format === "optimade" || Array.isArray(reader.root)
      ? findOptimadeResources(reader)
      : [{ value: reader.root, path: [] }];
  return resources.map(({ value, path }) => ({
    name: isJsonObject(value) && typeof value["id"] === "string" ? value["id"] : "",
    structure: attempt(() =>
      format === "optimade"
        ? readOptimadeStructure(reader, value, path)
        : readPymatgenStructure(reader, value, path),
    ),
  }));
}

function attempt(read: () => Structure): Result<Structure, CifError | FormatError> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    return { ok: false, error: expected(error) };
  }
}

/** The error if it is one of ours; anything else is a fault of the program and thrown again. */
function expected(error: unknown): CifError | FormatError {
  if (error instanceof CifError || error instanceof FormatError) return error;
  throw error;
}
