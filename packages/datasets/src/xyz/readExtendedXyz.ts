import { parseExtendedXyz } from "@ftcp/cif";
import type { Structure } from "@ftcp/crystal";
import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import type { DatasetErrorPlace } from "../datasetError.ts";
import { createRecordBuilder } from "../read/createRecordBuilder.ts";
import { readRows } from "../read/readRows.ts";
import type { DatasetSource, ReadOptions } from "../source/datasetSource.ts";
import { parseCommentLine } from "./parseCommentLine.ts";

/** Keys of the comment line that describe the frame itself. */
const FRAME_KEYS: ReadonlySet<string> = new Set(["Lattice", "Properties", "pbc", "nimages"]);

/**
 * Reads crystals from extended XYZ, plain or compressed: one frame a crystal, with what its comment line says.
 *
 * @param source - the content as text, bytes, `Blob`, web stream or iterable of chunks; a string
 *   is the content itself, not a path
 * @param options - column names, progress, abort; see {@link ReadOptions}
 * @returns a result per frame, in the order of the file, read as the caller goes along
 * @throws {@link DatasetError} with code `DATASETS_HTML_PAGE` when it is a web page
 * @throws the signal's reason when it is aborted
 *
 * @remarks
 * Numbers of the comment line (`energy=-1.5`) become `properties`, other values `labels`. The id is that of
 * `material_id`, `id`, …, else the number of the frame (`row-1`). Columns of atoms beside species and
 * positions are not kept. After a line that should be a number of atoms and is none, reading goes on at the
 * next line that is one. A last frame that is cut short is a failed result.
 *
 * @example
 * ```ts
 * import { readExtendedXyz } from "@ftcp/datasets";
 *
 * const text = '1\nLattice="4 0 0 0 4 0 0 0 4" Properties=species:S:1:pos:R:3 energy=-1\nPo 0 0 0\n';
 * for await (const item of readExtendedXyz(text)) {
 *   if (item.ok) console.log(item.value.id, item.value.properties); // row-1 { energy: -1 }
 * }
 * ```
 *
 * @see https://github.com/libAtoms/extxyz
 */
export function readExtendedXyz(
  source: DatasetSource,
  options: ReadOptions = {},
): AsyncGenerator<RecordResult, void, undefined> {
  return readRows(source, options, () => {
    // The crystal goes to the builder in a column of its own name, as text that is read by `read`.
    const build = createRecordBuilder(
      { missingId: "row", ...options, cifColumn: "frame" },
      true,
      read,
    );
    const numeric = new Set(options.textColumns);
    let row = 0;
    let firstLine = 0;
    let lines: string[] = [];
    let wanted = 0; // lines of the frame; 0 between frames
    let isLost = false;

    function* finishFrame(): Generator<RecordResult> {
      const place: DatasetErrorPlace = { file: options.file, line: firstLine, row };
      const frame = `${lines.join("\n")}\n`;
      const columns: Record<string, unknown> = { frame };
      for (const [key, value] of parseCommentLine(lines[1] ?? "")) {
        if (FRAME_KEYS.has(key)) continue;
        const number = Number(value);
        const isNumber = value.trim() !== "" && Number.isFinite(number) && !numeric.has(key);
        columns[key] = isNumber ? number : value;
      }
      lines = [];
      wanted = 0;
      const result = build(columns, place);
      if (result !== undefined) yield result;
    }

    return {
      *takeLine(line) {
        const text = line.text.replace(/\r$/, "");
        if (wanted === 0) {
          if (text.trim() === "") return;
          const count = /^\s*(\d{1,9})\s*$/.exec(text)?.[1];
          if (count === undefined || line.problem !== undefined) {
            if (isLost) return;
            isLost = true;
            row += 1;
            const message =
              "a number of atoms should stand here; the lines up to the next are left out";
            const place = { file: options.file, line: line.number, row };
            yield { ok: false, error: new DatasetError("DATASETS_INVALID_ROW", message, place) };
            return;
          }
          isLost = false;
          row += 1;
          firstLine = line.number;
          wanted = Number(count) + 2;
        }
        lines.push(text);
        if (lines.length === wanted) yield* finishFrame();
      },
      *finish() {
        if (wanted === 0) return;
        const message = `the last frame is cut short: ${lines.length} of ${wanted} lines are there`;
        const place = { file: options.file, line: firstLine, row };
        yield { ok: false, error: new DatasetError("DATASETS_DAMAGED_FILE", message, place) };
      },
    };
  });
}

function read(text: string): Structure {
  return parseExtendedXyz(text);
}
