import { DataType } from "apache-arrow";
import type { Data } from "apache-arrow";

/** Most entries of a column that holds nothing but nulls, and so has no bytes that could say how many they are. */
const MOST_NULLS = 1 << 24;

/**
 * Makes sure that the buffers of a column hold what its lengths and offsets promise, which Arrow's reader trusts.
 *
 * @param data - of a column of one batch
 * @throws RangeError when they do not
 */
export function checkArrowData(data: Data): void {
  const { type, length } = data;
  if (!(Number.isSafeInteger(length) && length >= 0)) throw new RangeError("a length is none");
  const children = data.children as readonly Data[];
  const require = (isEnough: boolean): void => {
    if (!isEnough) throw new RangeError("a column is shorter than its batch says");
  };
  if (DataType.isNull(type)) require(length <= MOST_NULLS);
  else if (DataType.isStruct(type)) require(children.every((child) => child.length >= length));
  else if (DataType.isFixedSizeList(type)) {
    require(
      (children[0]?.length ?? 0) >= length * (type as { readonly listSize: number }).listSize,
    );
  } else if (
    DataType.isUtf8(type) ||
    DataType.isLargeUtf8(type) ||
    DataType.isBinary(type) ||
    DataType.isLargeBinary(type)
  ) {
    checkOffsets(data, (data.values as Uint8Array | undefined)?.length ?? 0);
  } else if (DataType.isList(type) || DataType.isMap(type)) {
    checkOffsets(data, children[0]?.length ?? 0);
  } else if (DataType.isBool(type)) {
    require(8 * ((data.values as Uint8Array | undefined)?.length ?? 0) >= length);
  } else if (!DataType.isUnion(type)) {
    require(((data.values as Uint8Array | undefined)?.length ?? 0) >= length);
  }
  if (DataType.isDictionary(type))
    for (const each of data.dictionary?.data ?? []) checkArrowData(each as Data);
  for (const child of children) checkArrowData(child);
}

/** Offsets must not descend, and end within the values. */
function checkOffsets({ length, valueOffsets }: Data, size: number): void {
  if (length === 0) return;
  const offsets = valueOffsets as unknown as ArrayLike<number | bigint> | undefined;
  let before = 0;
  for (let i = 0; i <= length; i++) {
    const offset = Number(offsets?.[i] ?? NaN);
    if (!(offset >= before && offset <= size)) throw new RangeError("an offset is beyond its end");
    before = offset;
  }
}
