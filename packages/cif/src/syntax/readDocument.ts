import { CifError } from "../cifError.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { ParseCifOptions } from "../parseCifOptions.ts";
import { CifBlock } from "./cifBlock.ts";
import type { CifDocument, CifItem, CifLoop, CifValue } from "./cifDocument.ts";
import type { CifPlace } from "./cifPlace.ts";
import { CifScanner } from "./cifScanner.ts";
import { normalizeTag } from "./normalizeTag.ts";

const defaultMaxLength = 100_000_000;

/**
 * Reads a text with a log that the caller keeps.
 *
 * @param text - the whole CIF
 * @param options - the limit on the length
 * @param log - receives the repairs
 * @returns the document
 * @throws {@link CifError} as `parseCifDocument`
 * @internal
 */
export function readDocument(
  text: string,
  options: Pick<ParseCifOptions, "maxLength">,
  log: DiagnosticLog,
): CifDocument {
  if (typeof text !== "string") throw new TypeError("the CIF must be a string");
  const maxLength = options.maxLength ?? defaultMaxLength;
  if (text.length > maxLength) {
    throw new CifError(
      "CIF_TOO_LONG",
      `the text has ${text.length} characters, and maxLength is ${maxLength}`,
    );
  }
  return new DocumentReader(text, log).read();
}

/** A block or a save frame while it is being read. */
interface OpenContainer extends CifPlace {
  readonly name: string;
  readonly entries: (CifItem | CifLoop)[];
  readonly frames: CifBlock[];
  readonly index: Map<string, CifItem | CifLoop>;
  conflicts: Map<string, CifPlace> | undefined;
}

class DocumentReader {
  readonly #log: DiagnosticLog;
  readonly #scanner: CifScanner;
  readonly #blocks: CifBlock[] = [];
  readonly #blockNames = new Set<string>();
  #block: OpenContainer | undefined;
  #frame: OpenContainer | undefined;

  constructor(text: string, log: DiagnosticLog) {
    this.#log = log;
    this.#scanner = new CifScanner(text, log);
    if (/^\uFEFF?#\\#CIF_2/iu.test(text)) {
      log.note(
        "warning",
        "CIF_UNSUPPORTED_VERSION",
        "the file declares CIF 2.0; it is read by the rules of CIF 1.1",
        { line: 1, column: 1 },
      );
    }
  }

  read(): CifDocument {
    const scanner = this.#scanner;
    scanner.advance();
    while (scanner.kind !== "end") {
      switch (scanner.kind) {
        case "data":
          this.#openBlock();
          break;
        case "save":
          this.#saveFrame();
          break;
        case "loop":
          this.#loop();
          break;
        case "tag":
          if (isMistypedLoop(scanner.token)) this.#loop();
          else this.#item();
          break;
        case "value":
          this.#strayValues();
          break;
        default:
          this.#log.violation(
            "CIF_RESERVED_WORD",
            `the word ${scanner.token} has no meaning in a CIF; it is left out`,
            scanner,
          );
          scanner.advance();
      }
    }
    this.#closeBlock();
    return { blocks: this.#blocks };
  }

  #openBlock(): void {
    this.#closeBlock();
    const scanner = this.#scanner;
    const name = scanner.token;
    if (name === "") {
      this.#log.violation("CIF_MISSING_NAME", "a data block has no name", scanner);
    }
    const key = name.toLowerCase();
    if (this.#blockNames.has(key)) {
      this.#log.violation(
        "CIF_DUPLICATE_NAME",
        `the data block ${name} occurs twice; both are kept`,
        scanner,
      );
    }
    this.#blockNames.add(key);
    this.#block = openContainer(name, scanner);
    scanner.advance();
  }

  #closeBlock(): void {
    if (this.#frame !== undefined) {
      this.#log.violation(
        "CIF_SAVE_FRAME",
        `the save frame ${this.#frame.name} is not closed; it ends here`,
        this.#scanner,
      );
      this.#closeFrame();
    }
    if (this.#block !== undefined) this.#blocks.push(closeContainer(this.#block));
    this.#block = undefined;
  }

  #closeFrame(): void {
    if (this.#frame !== undefined) this.#block?.frames.push(closeContainer(this.#frame));
    this.#frame = undefined;
  }

  #saveFrame(): void {
    const scanner = this.#scanner;
    const block = this.#container();
    if (scanner.token === "") {
      if (this.#frame === undefined) {
        this.#log.violation("CIF_SAVE_FRAME", "no save frame is open here", scanner);
      }
      this.#closeFrame();
    } else {
      if (this.#frame !== undefined) {
        this.#log.violation(
          "CIF_SAVE_FRAME",
          `the save frame ${block.name} is not closed; it ends here`,
          scanner,
        );
        this.#closeFrame();
      }
      this.#frame = openContainer(scanner.token, scanner);
    }
    scanner.advance();
  }

  /** The innermost open container; opens a nameless block where the file has none yet. */
  #container(): OpenContainer {
    const open = this.#frame ?? this.#block;
    if (open !== undefined) return open;
    this.#log.violation(
      "CIF_NO_DATA_BLOCK",
      "there is content before the first data block; it is read as a block without a name",
      this.#scanner,
    );
    this.#block = openContainer("", this.#scanner);
    return this.#block;
  }

  #strayValues(): void {
    const scanner = this.#scanner;
    const start = scanner.token;
    const { line, column } = scanner;
    let count = 0;
    while (scanner.kind === "value") {
      count += 1;
      scanner.advance();
    }
    this.#log.violation(
      this.#block === undefined ? "CIF_NO_DATA_BLOCK" : "CIF_STRAY_VALUE",
      count === 1
        ? `the value ${excerpt(start)} has no data name; it is left out`
        : `${count} values from ${excerpt(start)} on have no data name; they are left out`,
      { line, column },
    );
  }

  #item(): void {
    const scanner = this.#scanner;
    const container = this.#container();
    const tag = scanner.token;
    const { line, column } = scanner;
    if (tag.length === 1) this.#log.violation("CIF_MISSING_NAME", "a data name is empty", scanner);
    scanner.advance();
    let value: CifValue;
    if (scanner.kind === "value") {
      value = takeValue(scanner);
      scanner.advance();
    } else {
      this.#log.violation(
        "CIF_MISSING_VALUE",
        `the data name ${excerpt(tag)} has no value; it is read as unknown`,
        { line, column },
      );
      value = { text: "?", delimiter: "bare", line, column };
    }
    const item: CifItem = { kind: "item", tag, value, line, column };
    container.entries.push(item);
    this.#addToIndex(container, tag, item, item);
  }

  #loop(): void {
    const scanner = this.#scanner;
    const container = this.#container();
    const { line, column } = scanner;
    if (scanner.kind !== "loop") {
      this.#log.violation(
        "CIF_LOOP_KEYWORD",
        `${scanner.token} is read as the keyword loop_`,
        scanner,
      );
    }
    scanner.advance();
    const tags: string[] = [];
    const tagPlaces: CifPlace[] = [];
    while (scanner.kind === "tag") {
      tags.push(scanner.token);
      tagPlaces.push({ line: scanner.line, column: scanner.column });
      scanner.advance();
    }
    if (tags.length === 0) {
      this.#log.violation("CIF_EMPTY_LOOP", "a loop has no data names; it is left out", {
        line,
        column,
      });
      while (scanner.kind === "value") scanner.advance();
      return;
    }
    const values: CifValue[] = [];
    while (scanner.kind === "value") {
      values.push(takeValue(scanner));
      scanner.advance();
    }
    if (values.length === 0) {
      this.#log.violation("CIF_EMPTY_LOOP", "a loop has no values", { line, column });
    } else if (values.length % tags.length !== 0) {
      this.#log.violation(
        "CIF_INCOMPLETE_LOOP",
        `a loop of ${tags.length} data names has ${values.length} values; its last row is incomplete`,
        scanner,
      );
    }
    // `stop_` ends a loop in STAR; after a loop it can do no harm.
    if (scanner.kind === "stop") {
      this.#log.violation("CIF_RESERVED_WORD", "the word stop_ is left out", scanner);
      scanner.advance();
    }
    const loop: CifLoop = { kind: "loop", tags, values, line, column };
    container.entries.push(loop);
    for (let index = 0; index < tags.length; index += 1) {
      this.#addToIndex(container, tags[index] ?? "", loop, tagPlaces[index] ?? loop);
    }
  }

  #addToIndex(
    container: OpenContainer,
    tag: string,
    entry: CifItem | CifLoop,
    place: CifPlace,
  ): void {
    const key = normalizeTag(tag);
    const first = container.index.get(key);
    if (first !== undefined) {
      const isHarmless =
        first.kind === "item" && entry.kind === "item" && first.value.text === entry.value.text;
      if (!isHarmless) {
        container.conflicts ??= new Map();
        container.conflicts.set(key, { line: place.line, column: place.column });
      }
      this.#log.violation(
        "CIF_DUPLICATE_NAME",
        `the data name ${excerpt(tag)} occurs twice; the first one counts`,
        place,
      );
      return;
    }
    container.index.set(key, entry);
  }
}

function openContainer(name: string, { line, column }: CifPlace): OpenContainer {
  return { name, line, column, entries: [], frames: [], index: new Map(), conflicts: undefined };
}

function closeContainer(open: OpenContainer): CifBlock {
  return new CifBlock(open.name, open, open.entries, open.frames, open.index, open.conflicts);
}

function takeValue(scanner: CifScanner): CifValue {
  return {
    text: scanner.token,
    delimiter: scanner.delimiter,
    line: scanner.line,
    column: scanner.column,
  };
}

function isMistypedLoop(tag: string): boolean {
  return tag.length <= 6 && /^_loop_?$/iu.test(tag);
}

function excerpt(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}
