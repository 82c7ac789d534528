import { cgcnnPropertyTable } from "../property/cgcnnPropertyTable.ts";
import { lookUpProperties } from "../property/lookUpProperties.ts";
import { compileFactors, type CompiledFactors } from "./compileFactors.ts";
import type { BlockName, FtcpLayout } from "./ftcpLayout.ts";

/** The entries of an element's property vector that are not zero. */
export interface SparseVector {
  /** Where they stand. */
  readonly indices: readonly number[];
  /** What they are. */
  readonly values: readonly number[];
  /** The whole vector. */
  readonly all: Float64Array;
}

/** What the inner loops need to know about a layout, looked up once. */
export interface CompiledLayout {
  /** Where each block begins, `row * columns + column`; undefined when the layout lacks it. */
  readonly start: Readonly<Partial<Record<BlockName, number>>>;
  /** Index of each element among the rows of its block. */
  readonly elementIndex: ReadonlyMap<string, number>;
  /** Step from one property of F to the next. */
  readonly propertyStep: number;
  /** Step from one line of F to the next. */
  readonly lineStep: number;
  /** Sums and lines for the layout's own planes. */
  readonly factors: CompiledFactors;
  /** Scratch: number of slots that have a property; zero between crystals. */
  readonly holders: Int32Array;
  /** Property vector of an element; throws `FEATURIZE_UNKNOWN_PROPERTY`. */
  readonly vectorOf: (element: string) => SparseVector;
}

const compiled = new WeakMap<FtcpLayout, CompiledLayout>();

/** Looks a layout's places up, once for each layout object. */
export function compileLayout(layout: FtcpLayout): CompiledLayout {
  const known = compiled.get(layout);
  if (known !== undefined) return known;
  const { columns, propertyTable, unknownProperties } = layout;
  const start: Partial<Record<BlockName, number>> = {};
  for (const block of layout.blocks) start[block.name] = block.start * columns + block.columnStart;
  const table = propertyTable === "cgcnn-92" ? cgcnnPropertyTable : propertyTable;
  const vectors = new Map<string, SparseVector>();
  const beside = layout.arrangement === "beside";
  const result: CompiledLayout = {
    start,
    elementIndex: new Map(layout.elements.map((symbol, index) => [symbol, index])),
    propertyStep: beside ? columns : 1,
    lineStep: beside ? 1 : columns,
    factors: compileFactors(layout.planes, layout),
    holders: new Int32Array(table.labels.length),
    vectorOf: (element) => {
      let vector = vectors.get(element);
      if (vector === undefined) {
        const values = lookUpProperties(element, table, unknownProperties);
        const indices = [...values.keys()].filter((index) => values[index] !== 0);
        vector = { indices, values: indices.map((index) => values[index] ?? 0), all: values };
        vectors.set(element, vector);
      }
      return vector;
    },
  };
  compiled.set(layout, result);
  return result;
}
