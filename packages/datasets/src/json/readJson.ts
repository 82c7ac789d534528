import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { CIF_COLUMNS, STRUCTURE_COLUMNS } from "../read/columnRoles.ts";
import { createCrystalFinder } from "../read/createCrystalFinder.ts";
import { createRecordBuilder } from "../read/createRecordBuilder.ts";
import { parseJson } from "../read/parseJson.ts";
import type { DatasetSource, ReadOptions } from "../source/datasetSource.ts";
import { refuseHtml } from "../source/refuseHtml.ts";
import { streamRecords } from "../source/streamRecords.ts";
import { JsonItemSplitter } from "./jsonItemSplitter.ts";

/** Members of an object whose lists hold the crystals. */
const LISTS: ReadonlySet<string> = new Set(["data", "entries", "structures", "results"]);

/**
 * Reads crystals from JSON, plain or compressed: lists of pymatgen's structures and entries, matminer's and
 * pandas' data frames, OPTIMADE's responses, JARVIS's lists, objects of crystals by id, or one crystal.
 *
 * @param source - the content as text, bytes, `Blob`, web stream or iterable of chunks; a string
 *   is the content itself, not a path
 * @param options - column names, progress, abort; see {@link ReadOptions}
 * @returns a result per crystal, in the order of the file, read as the caller goes along
 * @throws {@link DatasetError} with code `DATASETS_HTML_PAGE` when it is a web page,
 *   `DATASETS_INVALID_HEADER` when the rows of a data frame come before its columns
 * @throws the signal's reason when it is aborted
 *
 * @remarks
 * Lists are read item by item, so memory holds one crystal, whatever the size of the file. Data frames are
 * those of `orient="split"` (matminer's `store_dataframe_as_json`), `"records"` and `"columns"`; the last is
 * held in memory whole. A crystal without an id is named after the index of the data frame, else after its
 * row (`row-1`). Text that breaks off ends with one failed result `DATASETS_DAMAGED_FILE`; the crystal in
 * which it breaks off is not taken for whole.
 *
 * @example
 * ```ts
 * import { readJson } from "@ftcp/datasets";
 *
 * const response = await fetch("https://example.org/matbench_mp_e_form.json.gz");
 * for await (const item of readJson(response.body ?? "")) {
 *   if (item.ok) console.log(item.value.id, item.value.properties["e_form"]);
 * }
 * ```
 */
export function readJson(
  source: DatasetSource,
  options: ReadOptions = {},
): AsyncGenerator<RecordResult, void, undefined> {
  return streamRecords(source, options, (chunks) => decodeJson(chunks, options));
}

async function* decodeJson(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<RecordResult, void, undefined> {
  const { file, maxLineBytes = 64 * 1024 * 1024 } = options;
  const splitter = new JsonItemSplitter(LISTS, maxLineBytes);
  const items = createItemReader(options);
  const decoder = new TextDecoder();
  let isStart = true;
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (isStart && text.trim() !== "") {
      isStart = false;
      refuseHtml(text, file);
    }
    for (const piece of splitter.push(text)) yield* items.take(piece.key, piece.isItem, piece.text);
  }
  for (const piece of splitter.push(decoder.decode())) {
    yield* items.take(piece.key, piece.isItem, piece.text);
  }
  splitter.end();
  yield* items.finish();
}

type Columns = Readonly<Record<string, unknown>>;

interface ItemReader {
  take(key: string | undefined, isItem: boolean, text: string): Iterable<RecordResult>;
  finish(): Iterable<RecordResult>;
}

function createItemReader(options: ReadOptions): ItemReader {
  const { file } = options;
  const buildRecord = createRecordBuilder({ missingId: "row", ...options }, true);
  const findCrystal = createCrystalFinder(options.cifColumn);
  const crystalNames = new Set([...CIF_COLUMNS, ...STRUCTURE_COLUMNS, options.cifColumn ?? "cif"]);
  const members = new Map<string, unknown>(); // of the outermost object that are no crystals
  let names: readonly string[] | undefined; // columns of a data frame
  let index: readonly unknown[] = [];
  let row = 0;

  function* build(columns: Columns, id: unknown): Generator<RecordResult> {
    const withId =
      options.idColumn === undefined && (typeof id === "string" || typeof id === "number")
        ? { __index_level_0__: id, ...columns }
        : columns;
    const result = buildRecord(withId, { file, row });
    if (result !== undefined) yield result;
  }

  function* takeItem(text: string): Generator<RecordResult> {
    row += 1;
    let value: unknown;
    try {
      value = parseJson(text);
    } catch (cause) {
      const message = `no valid JSON: ${cause instanceof Error ? cause.message : String(cause)}`;
      const place = { file, row };
      yield {
        ok: false,
        error: new DatasetError("DATASETS_INVALID_JSON", message, place, { cause }),
      };
      return;
    }
    if (Array.isArray(value)) {
      if (names === undefined) {
        const message = "the rows of the data frame come before its columns";
        throw new DatasetError("DATASETS_INVALID_HEADER", message, { file });
      }
      const cells: readonly unknown[] = value;
      yield* build(Object.fromEntries(names.map((name, i) => [name, cells[i]])), index[row - 1]);
    } else if (isObject(value)) {
      yield* build(unwrap(value), undefined);
    } else {
      const message = "the item is no JSON object";
      yield { ok: false, error: new DatasetError("DATASETS_INVALID_ROW", message, { file, row }) };
    }
  }

  return {
    *take(key, isItem, text) {
      if (isItem) {
        yield* takeItem(text);
        return;
      }
      let value: unknown;
      try {
        value = parseJson(text);
      } catch (cause) {
        const message = `member ${key ?? ""} is no valid JSON`;
        throw new DatasetError("DATASETS_DAMAGED_FILE", message, { file }, { cause });
      }
      if (key === "columns" && Array.isArray(value)) names = value.map(String);
      else if (key === "index" && Array.isArray(value)) index = value;
      else if (
        key !== undefined &&
        !crystalNames.has(key) &&
        isObject(value) &&
        findCrystal(unwrap(value)) !== undefined
      ) {
        row += 1;
        yield* build(unwrap(value), key);
      } else if (key !== undefined) members.set(key, value);
    },
    *finish() {
      const whole = Object.fromEntries(members);
      const name = [...members.keys()].find((each) => crystalNames.has(each));
      const column = name === undefined ? undefined : members.get(name);
      if (isObject(column) && isColumn(column)) {
        for (const id of Object.keys(column)) {
          row += 1;
          const cells = [...members].map(([key, values]) => [
            key,
            isObject(values) ? values[id] : undefined,
          ]);
          yield* build(Object.fromEntries(cells) as Columns, id);
        }
      } else if (row === 0 && findCrystal(unwrap(whole)) !== undefined) {
        row += 1;
        yield* build(unwrap(whole), undefined);
      } else if (row === 0 && members.size > 0 && names === undefined) {
        row += 1;
        const message = "the JSON holds no crystals in a form that is known";
        const error = new DatasetError("DATASETS_MISSING_CIF", message, { file, row });
        yield { ok: false, error };
      }
    },
  };
}

/** The values of a resource of OPTIMADE or an entry of pymatgen as columns. */
function unwrap(value: Columns): Columns {
  const { attributes, data } = value;
  if (isObject(attributes) && value["type"] === "structures") {
    return { id: value["id"], ...attributes };
  }
  const kind = value["@class"];
  if (typeof kind === "string" && kind.endsWith("Entry")) {
    const left = new Set(["data", "composition", "parameters", "@module", "@class", "@version"]);
    const own = Object.entries(value).filter(([name]) => !left.has(name));
    return { ...(isObject(data) ? data : {}), ...Object.fromEntries(own) };
  }
  return value;
}

/** Whether it is a column of a data frame, values by index, and not a crystal. */
function isColumn(value: Columns): boolean {
  if ("lattice" in value || "lattice_mat" in value || "sites" in value) return false;
  return Object.values(value).every((each) => typeof each === "string" || isObject(each));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
