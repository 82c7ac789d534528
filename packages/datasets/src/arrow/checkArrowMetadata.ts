/**
 * Makes sure that the lists in the metadata of an Arrow message lie within its bytes, and that each entry is listed once:
 * Arrow's reader walks as many entries as a damaged count says, up to 2^31, and reads zeros behind the last byte.
 *
 * @param metadata - the flatbuffer of the message
 * @returns how many bytes of body follow it
 * @throws RangeError when a list or a table is beyond the end, or there are more entries than room for them
 *
 * @see https://github.com/apache/arrow/tree/main/format, Message.fbs and Schema.fbs
 */
export function checkArrowMetadata(metadata: Uint8Array): number {
  const view = new DataView(metadata.buffer, metadata.byteOffset, metadata.byteLength);
  // A reference to an entry takes four bytes.
  let room = metadata.length / 4;

  const follow = (at: number): number => at + view.getInt32(at, true);
  /** Where a field of a table is; undefined where the table does not have it. */
  const locate = (table: number, field: number): number | undefined => {
    const layout = table - view.getInt32(table, true);
    const slot = 4 + 2 * field;
    const offset = slot < view.getInt16(layout, true) ? view.getInt16(layout + slot, true) : 0;
    return offset === 0 ? undefined : table + offset;
  };
  /** Where the entries of a list begin, and how many there are. */
  const checkList = (table: number, field: number, size: number): readonly [number, number] => {
    const at = locate(table, field);
    if (at === undefined) return [0, 0];
    const list = follow(at);
    const count = view.getInt32(list, true);
    if (!(count >= 0 && list + 4 + count * size <= view.byteLength)) {
      throw new RangeError("a list of the metadata is longer than they are");
    }
    return [list + 4, count];
  };
  const checkTables = (table: number, field: number, check: (entry: number) => void): void => {
    const [start, count] = checkList(table, field, 4);
    room -= count;
    if (room < 0) throw new RangeError("the metadata list an entry twice");
    for (let i = 0; i < count; i++) check(follow(start + 4 * i));
  };
  const checkTable = (table: number): void => void locate(table, 0);
  const checkField = (field: number): void => {
    checkTables(field, fields.field.children, checkField);
    checkTables(field, fields.field.metadata, checkTable);
  };
  const checkBatch = (batch: number): void => {
    checkList(batch, fields.batch.nodes, 16);
    checkList(batch, fields.batch.buffers, 16);
    checkList(batch, fields.batch.variadicCounts, 8);
  };

  const message = follow(0);
  checkTables(message, fields.message.metadata, checkTable);
  const type = locate(message, fields.message.headerType);
  const kind = type === undefined ? 0 : view.getUint8(type);
  const place = locate(message, fields.message.header);
  if (place === undefined) throw new RangeError("a message has no header");
  const header = follow(place);
  if (kind === kinds.schema) {
    checkTables(header, fields.schema.fields, checkField);
    checkTables(header, fields.schema.metadata, checkTable);
    return 0; // nor does Arrow's reader expect a body here
  }
  if (kind === kinds.batch) checkBatch(header);
  else if (kind === kinds.dictionary) {
    const data = locate(header, fields.dictionary.data);
    if (data === undefined) throw new RangeError("a dictionary has no data");
    checkBatch(follow(data));
  } else throw new RangeError("a message is neither schema nor batch");
  const length = locate(message, fields.message.bodyLength);
  return length === undefined ? 0 : Number(view.getBigInt64(length, true));
}

/** Kinds of headers, as Arrow numbers them. */
const kinds = { schema: 1, dictionary: 2, batch: 3 } as const;

/** Places of the fields in their tables, as Arrow's flatbuffer schemas number them. */
const fields = {
  message: { headerType: 1, header: 2, bodyLength: 3, metadata: 4 },
  schema: { fields: 1, metadata: 2 },
  field: { children: 5, metadata: 6 },
  dictionary: { data: 1 },
  batch: { nodes: 1, buffers: 2, variadicCounts: 4 },
} as const;
