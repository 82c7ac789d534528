import { CifError } from "../cifError.ts";
import type { CifErrorCode } from "../cifError.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import { CifBlock } from "./cifBlock.ts";
import { CifItem } from "./cifItem.ts";
import type { CifLimits } from "./cifLimits.ts";
import { CifLoop } from "./cifLoop.ts";
import { CifScanner } from "./cifScanner.ts";
import type { CifText, CifValue } from "./cifValue.ts";
import { ListValue, TableValue } from "./compositeValue.ts";
import { findLongLines } from "./findLongLines.ts";
import { foldName } from "./foldName.ts";
import { normalizeTag } from "./normalizeTag.ts";
import { ScalarValue } from "./scalarValue.ts";
import type { SourceText } from "./sourceText.ts";
import { nameForm } from "./nameForm.ts";
import { tokenKind } from "./tokenKind.ts";
import { ValueReader } from "./valueReader.ts";
import { valueKind, ValueTape } from "./valueTape.ts";

const space = 32;
const colon = 58;
const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

/** CIF 1.1 limits names to this many characters. */
const longestName = 75;

/** A block or a save frame while it is being read. */
interface OpenContainer {
  readonly name: string;
  readonly start: number;
  readonly entries: (CifItem | CifLoop)[];
  readonly frames: CifBlock[];
  readonly index: Map<string, CifItem | CifLoop>;
  dotted: Map<string, CifItem | CifLoop> | undefined;
  conflicts: Map<string, number> | undefined;
  frameNames: Set<string> | undefined;
}

/** A list or table while it is being read. */
interface OpenComposite {
  readonly start: number;
  readonly isList: boolean;
  readonly items: CifValue[];
  readonly entries: { key: CifText; value: CifValue }[];
  readonly keys: Set<string>;
  key: CifText | undefined;
}

/**
 * Reads the data blocks of a text, or of a stretch of it.
 *
 * @internal
 */
export class BlockReader {
  readonly #source: SourceText;
  readonly #text: string;
  readonly #log: DiagnosticLog;
  readonly #limits: CifLimits;
  readonly #isVersion2: boolean;
  readonly #scanner: CifScanner;
  readonly #tape: ValueTape;
  readonly #composites: CifValue[] = [];
  readonly #reader: ValueReader;
  readonly #blocks: CifBlock[] = [];
  readonly #blockNames: Set<string>;
  #names = 0;
  #nested = 0;
  #block: OpenContainer | undefined;
  #frame: OpenContainer | undefined;

  /**
   * Starts at the beginning of a text.
   *
   * @param source - the text
   * @param isVersion2 - whether the rules of CIF 2.0 hold
   * @param limits - what the text may ask for at most
   * @param log - receives the repairs
   * @param codes - the codes of the characters of the text, see {@link takeCodes}
   * @param blockNames - folded names of earlier blocks; those that are read are added
   */
  constructor(
    source: SourceText,
    isVersion2: boolean,
    limits: CifLimits,
    log: DiagnosticLog,
    codes: Uint8Array,
    blockNames: Set<string> = new Set<string>(),
  ) {
    this.#source = source;
    this.#text = source.text;
    this.#isVersion2 = isVersion2;
    this.#limits = limits;
    this.#log = log;
    this.#blockNames = blockNames;
    this.#scanner = new CifScanner(source, codes, isVersion2, log);
    const length = source.to - source.from;
    this.#tape = new ValueTape(Math.min(64 + (length >> 3), 1 << 16));
    this.#reader = new ValueReader(source, this.#tape, this.#composites, isVersion2);
  }

  /**
   * Reads everything.
   *
   * @returns the data blocks in their order
   * @throws {@link CifError} in strict mode for the first violation of the grammar, and in both modes
   * when a limit is exceeded
   */
  read(): CifBlock[] {
    const scanner = this.#scanner;
    if (this.#log.takesRemarks) findLongLines(this.#source, this.#log);
    scanner.advance();
    while (scanner.kind !== tokenKind.end) {
      switch (scanner.kind) {
        case tokenKind.tag:
          this.#itemOrMistypedLoop();
          break;
        case tokenKind.loop:
          this.#loop();
          break;
        case tokenKind.data:
          this.#openBlock();
          break;
        case tokenKind.save:
          this.#saveFrame();
          break;
        case tokenKind.value:
        case tokenKind.openList:
        case tokenKind.openTable:
          this.#strayValues();
          break;
        case tokenKind.closeList:
        case tokenKind.closeTable:
          this.#strayBracket();
          break;
        default:
          this.#reservedWord();
      }
    }
    this.#closeBlock();
    this.#tape.finish();
    return this.#blocks;
  }

  #fail(code: CifErrorCode, message: string, offset: number): CifError {
    const { line, column } = this.#source.locate(offset);
    const block = this.#block?.name;
    return new CifError(code, message, {
      line,
      column,
      ...(block === undefined ? {} : { block }),
    });
  }

  #countName(): void {
    this.#names += 1;
    const { maxNames } = this.#limits;
    if (this.#names > maxNames) {
      throw this.#fail(
        "CIF_TOO_MANY_NAMES",
        `there are more than ${maxNames} data names, blocks and frames`,
        this.#scanner.tokenStart,
      );
    }
  }

  #checkNameLength(what: string, length: number): void {
    if (length <= longestName || this.#isVersion2 || !this.#log.takesRemarks) return;
    this.#log.note(
      "info",
      "CIF_NAME_TOO_LONG",
      `${what} has ${length} characters; CIF 1.1 allows ${longestName}`,
      this.#source.locate(this.#scanner.tokenStart),
    );
  }

  #reservedWord(): void {
    const scanner = this.#scanner;
    const word = this.#text.slice(scanner.start, scanner.end);
    scanner.report(
      "CIF_RESERVED_WORD",
      `the word ${word} has no meaning in a CIF; it is left out`,
      scanner.tokenStart,
    );
    scanner.advance();
  }

  #openBlock(): void {
    this.#closeBlock();
    const scanner = this.#scanner;
    this.#countName();
    const name = this.#text.slice(scanner.start, scanner.end);
    this.#log.block = name;
    if (name === "") {
      scanner.report("CIF_MISSING_NAME", "a data block has no name", scanner.tokenStart);
    }
    this.#checkNameLength("the name of a data block", name.length);
    const key = foldName(name);
    if (this.#blockNames.has(key)) {
      scanner.report(
        "CIF_DUPLICATE_NAME",
        `the data block ${excerpt(name)} occurs twice; both are kept`,
        scanner.tokenStart,
      );
    } else if (this.#blockNames.size < this.#limits.maxNames) {
      this.#blockNames.add(ownCopy(key));
    }
    this.#block = openContainer(name, scanner.tokenStart);
    scanner.advance();
  }

  #closeBlock(): void {
    if (this.#frame !== undefined) {
      this.#scanner.report(
        "CIF_SAVE_FRAME",
        `the save frame ${excerpt(this.#frame.name)} is not closed; it ends here`,
        this.#scanner.tokenStart,
      );
      this.#closeFrame();
    }
    if (this.#block !== undefined) this.#blocks.push(this.#close(this.#block));
    this.#block = undefined;
  }

  #closeFrame(): void {
    if (this.#frame !== undefined) this.#block?.frames.push(this.#close(this.#frame));
    this.#frame = undefined;
  }

  #close(open: OpenContainer): CifBlock {
    return new CifBlock(open, this.#reader);
  }

  #saveFrame(): void {
    const scanner = this.#scanner;
    const isOpening = scanner.end > scanner.start;
    if (isOpening) {
      if (this.#frame !== undefined) {
        scanner.report(
          "CIF_SAVE_FRAME",
          `the save frame ${excerpt(this.#frame.name)} is not closed; it ends here`,
          scanner.tokenStart,
        );
        this.#closeFrame();
      }
      const block = this.#container();
      const name = this.#text.slice(scanner.start, scanner.end);
      this.#countName();
      this.#checkNameLength("the name of a save frame", name.length);
      const key = foldName(name);
      block.frameNames ??= new Set();
      if (block.frameNames.has(key)) {
        scanner.report(
          "CIF_DUPLICATE_NAME",
          `the save frame ${excerpt(name)} occurs twice; both are kept`,
          scanner.tokenStart,
        );
      }
      block.frameNames.add(key);
      this.#frame = openContainer(name, scanner.tokenStart);
    } else {
      if (this.#frame === undefined) {
        scanner.report("CIF_SAVE_FRAME", "no save frame is open here", scanner.tokenStart);
      }
      this.#closeFrame();
    }
    scanner.advance();
  }

  /** The innermost open container; opens a nameless block where the file has none yet. */
  #container(): OpenContainer {
    const open = this.#frame ?? this.#block;
    if (open !== undefined) return open;
    const scanner = this.#scanner;
    scanner.report(
      "CIF_NO_DATA_BLOCK",
      "there is content before the first data block; it is read as a block without a name",
      scanner.tokenStart,
    );
    this.#block = openContainer("", scanner.tokenStart);
    return this.#block;
  }

  #strayBracket(): void {
    const scanner = this.#scanner;
    scanner.report(
      "CIF_UNMATCHED_BRACKET",
      "a bracket closes nothing; it is left out",
      scanner.tokenStart,
    );
    scanner.advance();
  }

  #strayValues(): void {
    const scanner = this.#scanner;
    const { tokenStart, start, end } = scanner;
    const { count } = this.#tape;
    const composites = this.#composites.length;
    // A value without a name is left out, whatever it is.
    this.#values();
    const found = this.#tape.count - count;
    this.#tape.count = count;
    this.#composites.length = composites;
    const word = excerpt(this.#text.slice(start, end));
    scanner.report(
      this.#block === undefined ? "CIF_NO_DATA_BLOCK" : "CIF_STRAY_VALUE",
      found === 1
        ? `the value ${word} has no data name; it is left out`
        : `${found} values from ${word} on have no data name; they are left out`,
      tokenStart,
    );
  }

  #itemOrMistypedLoop(): void {
    const scanner = this.#scanner;
    const container = this.#container();
    this.#countName();
    const { start, end, nameForm: form } = scanner;
    const tag = this.#text.slice(start, end);
    if (end - start === 1) {
      scanner.report("CIF_MISSING_NAME", "a data name is empty", start);
    }
    this.#checkNameLength("a data name", end - start);
    const { count } = this.#tape;
    switch (scanner.advance()) {
      case tokenKind.value:
        this.#pushScalar();
        scanner.advance();
        break;
      case tokenKind.openList:
      case tokenKind.openTable:
        this.#composite();
        break;
      case tokenKind.tag:
        if (isMistypedLoop(tag)) {
          scanner.report("CIF_LOOP_KEYWORD", `${tag} is read as the keyword loop_`, start);
          this.#loopBody(container, start);
          return;
        }
        this.#missingValue(tag, start);
        break;
      default:
        this.#missingValue(tag, start);
    }
    const item = new CifItem(tag, start, this.#reader, count);
    container.entries.push(item);
    this.#addToIndex(container, tag, form, item, start);
  }

  #missingValue(tag: string, start: number): void {
    this.#scanner.report(
      "CIF_MISSING_VALUE",
      `the data name ${excerpt(tag)} has no value; it is read as unknown`,
      start,
    );
    this.#tape.push(start, start, valueKind.missing);
  }

  #pushScalar(): void {
    const scanner = this.#scanner;
    const tape = this.#tape;
    if (tape.count >= this.#limits.maxValues) this.#tooManyValues();
    tape.push(scanner.start, scanner.end, scanner.valueKind);
    if (this.#isVersion2) this.#checkAfterScalar();
  }

  #tooManyValues(): never {
    throw this.#fail(
      "CIF_TOO_MANY_VALUES",
      `there are more than ${this.#limits.maxValues} values`,
      this.#scanner.tokenStart,
    );
  }

  /** Outside of tables a colon does not end a quoted value. */
  #checkAfterScalar(): void {
    const scanner = this.#scanner;
    if (!scanner.hasColon) return;
    scanner.report(
      "CIF_MISSING_SPACE",
      "no white space follows a closing quote; the colon is left out",
      scanner.position - 1,
    );
  }

  /** Takes all values up to the next name or keyword. */
  #values(): void {
    const scanner = this.#scanner;
    for (;;) {
      if (scanner.kind === tokenKind.value) {
        this.#pushScalar();
        scanner.advance();
      } else if (scanner.kind === tokenKind.openList || scanner.kind === tokenKind.openTable) {
        this.#composite();
      } else {
        return;
      }
    }
  }

  #loop(): void {
    const scanner = this.#scanner;
    const container = this.#container();
    const start = scanner.tokenStart;
    scanner.advance();
    this.#loopBody(container, start);
  }

  #loopBody(container: OpenContainer, start: number): void {
    const scanner = this.#scanner;
    const text = this.#text;
    const tags: string[] = [];
    const tagStarts: number[] = [];
    let forms = 0;
    while (scanner.kind === tokenKind.tag) {
      this.#countName();
      this.#checkNameLength("a data name", scanner.end - scanner.start);
      if (scanner.end - scanner.start === 1) {
        scanner.report("CIF_MISSING_NAME", "a data name is empty", scanner.start);
      }
      tags.push(text.slice(scanner.start, scanner.end));
      tagStarts.push(scanner.start);
      forms |= scanner.nameForm;
      scanner.advance();
    }
    const first = this.#tape.count;
    if (tags.length === 0) {
      scanner.report("CIF_EMPTY_LOOP", "a loop has no data names; it is left out", start);
      this.#values();
      this.#tape.count = first;
      return;
    }
    this.#values();
    const count = this.#tape.count - first;
    if (count === 0) {
      scanner.report("CIF_EMPTY_LOOP", "a loop has no values", start);
    } else if (count % tags.length !== 0) {
      scanner.report(
        "CIF_INCOMPLETE_LOOP",
        `a loop of ${tags.length} data names has ${count} values; its last row is incomplete`,
        scanner.tokenStart,
      );
    }
    // `stop_` ends a loop in STAR; after a loop it can do no harm.
    if (scanner.kind === tokenKind.stop) {
      scanner.report("CIF_RESERVED_WORD", "the word stop_ is left out", scanner.tokenStart);
      scanner.advance();
    }
    const loop = new CifLoop(tags, start, this.#reader, first, count);
    container.entries.push(loop);
    for (let index = 0; index < tags.length; index += 1) {
      const tag = tags[index] ?? "";
      const form = forms === 0 ? 0 : nameForm.unknown;
      this.#addToIndex(container, tag, form, loop, tagStarts[index] ?? start);
    }
  }

  #addToIndex(
    container: OpenContainer,
    tag: string,
    form: number,
    entry: CifItem | CifLoop,
    offset: number,
  ): void {
    const key = keyOf(tag, form);
    const { index } = container;
    const first = index.get(key);
    if (first !== undefined) {
      this.#noteConflict(container, normalizeTag(key), first, entry, offset);
      this.#scanner.report(
        "CIF_DUPLICATE_NAME",
        `the data name ${excerpt(tag)} occurs twice; the first one counts`,
        offset,
      );
      return;
    }
    index.set(key, entry);
    if ((form & (nameForm.dot | nameForm.unknown)) !== 0)
      this.#addDotted(container, tag, key, entry, offset);
    else if (container.dotted !== undefined) {
      this.#checkDotted(container, tag, container.dotted.get(key), key, entry, offset);
    }
  }

  /** `_atom_site.label` also answers to `_atom_site_label`, unless the block has both. */
  #addDotted(
    container: OpenContainer,
    tag: string,
    key: string,
    entry: CifItem | CifLoop,
    offset: number,
  ): void {
    const plain = normalizeTag(key);
    if (plain === key) return;
    container.dotted ??= new Map();
    // `_a.b_c` and `_a_b.c` are different names: the first one answers to `_a_b_c`.
    if (!container.dotted.has(plain)) container.dotted.set(plain, entry);
    this.#checkDotted(container, tag, container.index.get(plain), plain, entry, offset);
  }

  #checkDotted(
    container: OpenContainer,
    tag: string,
    first: CifItem | CifLoop | undefined,
    plain: string,
    entry: CifItem | CifLoop,
    offset: number,
  ): void {
    if (first === undefined) return;
    this.#noteConflict(container, plain, first, entry, offset);
    if (!this.#log.takesRemarks) return;
    this.#log.note(
      "info",
      "CIF_NAME_IN_TWO_FORMS",
      `the data name ${excerpt(tag)} occurs with a dot and with an underscore`,
      this.#source.locate(offset),
    );
  }

  #noteConflict(
    container: OpenContainer,
    key: string,
    first: CifItem | CifLoop,
    entry: CifItem | CifLoop,
    offset: number,
  ): void {
    const isHarmless =
      first.kind === "item" && entry.kind === "item" && first.value.text === entry.value.text;
    if (isHarmless) return;
    container.conflicts ??= new Map();
    if (!container.conflicts.has(key)) container.conflicts.set(key, offset);
  }

  /** Reads a list or table and moves to the token after it; no recursion, so that depth is harmless. */
  #composite(): void {
    const scanner = this.#scanner;
    const stack: OpenComposite[] = [];
    const { count } = this.#tape;
    if (count >= this.#limits.maxValues) this.#tooManyValues();
    const start = scanner.tokenStart;
    let end = scanner.end;
    for (;;) {
      const top = stack.at(-1);
      switch (scanner.kind) {
        case tokenKind.openList:
        case tokenKind.openTable:
          this.#openComposite(stack);
          break;
        case tokenKind.closeList:
        case tokenKind.closeTable: {
          const value = this.#closeComposite(stack);
          if (stack.length === 0) {
            this.#finishComposite(start, value);
            scanner.advance();
            return;
          }
          this.#addToComposite(stack.at(-1), value);
          break;
        }
        case tokenKind.value:
          if (top?.isList === false && top.key === undefined) {
            this.#tableKey(top);
          } else {
            this.#checkAfterScalar();
            this.#addToComposite(top, this.#scalar());
          }
          break;
        default:
          this.#unclosedComposite(stack, start, end);
          return;
      }
      end = scanner.position;
      scanner.advance();
    }
  }

  #scalar(): CifText {
    const { start, end, valueKind: kind } = this.#scanner;
    return new ScalarValue(this.#source, start, end, kind, this.#isVersion2);
  }

  #openComposite(stack: OpenComposite[]): void {
    const scanner = this.#scanner;
    const start = scanner.tokenStart;
    const { maxDepth } = this.#limits;
    if (stack.length >= maxDepth) {
      throw this.#fail(
        "CIF_TOO_DEEP",
        `lists and tables are nested more than ${maxDepth} deep`,
        start,
      );
    }
    const top = stack.at(-1);
    const before = start === this.#source.from ? space : this.#text.charCodeAt(start - 1);
    const mayTouch = top !== undefined && (top.isList ? before === openBracket : before === colon);
    if (before > space && !mayTouch) {
      scanner.report("CIF_MISSING_SPACE", "no white space precedes an opening bracket", start);
    }
    if (top?.isList === false && top.key === undefined) {
      scanner.report("CIF_TABLE_KEY", "a value in a table has no key; it is left out", start);
    }
    stack.push({
      start,
      isList: scanner.kind === tokenKind.openList,
      items: [],
      entries: [],
      keys: new Set(),
      key: undefined,
    });
  }

  #closeComposite(stack: OpenComposite[]): CifValue {
    const scanner = this.#scanner;
    const top = stack.pop();
    const isList = scanner.kind === tokenKind.closeList;
    if (top?.isList !== isList) {
      scanner.report(
        "CIF_UNMATCHED_BRACKET",
        "a bracket closes another kind of bracket",
        scanner.tokenStart,
      );
    }
    const after = this.#text.charCodeAt(scanner.position);
    if (after > space && after !== closeBracket && after !== closeBrace) {
      // An opening bracket reports itself.
      if (after !== openBracket && after !== openBrace) {
        scanner.report(
          "CIF_MISSING_SPACE",
          "no white space follows a closing bracket",
          scanner.position,
        );
      }
    }
    return this.#compositeValue(top, scanner.position);
  }

  #compositeValue(open: OpenComposite | undefined, end: number): CifValue {
    const start = open?.start ?? end;
    if (open?.key !== undefined) {
      this.#scanner.report(
        "CIF_TABLE_KEY",
        `the key ${excerpt(open.key.text)} has no value; it is left out`,
        this.#scanner.tokenStart,
      );
    }
    return open?.isList === false
      ? new TableValue(this.#source, start, end, open.entries)
      : new ListValue(this.#source, start, end, open?.items ?? []);
  }

  #addToComposite(top: OpenComposite | undefined, value: CifValue): void {
    this.#nested += 1;
    if (this.#nested + this.#tape.count > this.#limits.maxValues) this.#tooManyValues();
    if (top === undefined) return;
    if (top.isList) {
      top.items.push(value);
    } else if (top.key !== undefined) {
      const { key } = top;
      top.key = undefined;
      const name = key.text.normalize("NFC");
      if (top.keys.has(name)) {
        this.#scanner.report(
          "CIF_DUPLICATE_NAME",
          `the key ${excerpt(key.text)} occurs twice in a table; both are kept`,
          this.#scanner.tokenStart,
        );
      }
      top.keys.add(name);
      top.entries.push({ key, value });
    }
  }

  /** Takes the current value for a key if a colon follows; leaves it out otherwise. */
  #tableKey(top: OpenComposite): void {
    const scanner = this.#scanner;
    const text = this.#text;
    if (scanner.hasColon) {
      top.key = this.#scalar();
      return;
    }
    const at = scanner.valueKind === valueKind.bare ? text.indexOf(":", scanner.start) : -1;
    if (at > scanner.start && at < scanner.end) {
      scanner.report("CIF_TABLE_KEY", "a key in a table is not quoted", scanner.start);
      const part = (start: number, end: number): CifText =>
        new ScalarValue(this.#source, start, end, valueKind.bare, this.#isVersion2);
      top.key = part(scanner.start, at);
      if (at + 1 < scanner.end) this.#addToComposite(top, part(at + 1, scanner.end));
      return;
    }
    scanner.report(
      "CIF_TABLE_KEY",
      "a value in a table has no key with a colon; it is left out",
      scanner.tokenStart,
    );
  }

  #unclosedComposite(stack: OpenComposite[], start: number, end: number): void {
    this.#scanner.report(
      "CIF_UNMATCHED_BRACKET",
      "a list or table is not closed; it ends before the next data name or keyword",
      start,
    );
    let value = this.#compositeValue(stack.pop(), end);
    while (stack.length > 0) {
      this.#addToComposite(stack.at(-1), value);
      value = this.#compositeValue(stack.pop(), end);
    }
    this.#finishComposite(start, value);
  }

  #finishComposite(start: number, value: CifValue): void {
    if (this.#nested + this.#tape.count >= this.#limits.maxValues) this.#tooManyValues();
    this.#tape.push(start, this.#composites.length, valueKind.composite);
    this.#composites.push(value);
  }
}

/** A string that does not keep the text alive of which it was a slice. */
function ownCopy(text: string): string {
  return text.length < 13 ? text : text.split("").join("");
}

function openContainer(name: string, start: number): OpenContainer {
  return {
    name,
    start,
    entries: [],
    frames: [],
    index: new Map(),
    dotted: undefined,
    conflicts: undefined,
    frameNames: undefined,
  };
}

/** The form of a name under which names are compared. */
function keyOf(tag: string, form: number): string {
  if ((form & nameForm.unknown) !== 0) return foldName(tag);
  return (form & nameForm.upperCase) === 0 ? tag : tag.toLowerCase();
}

function isMistypedLoop(tag: string): boolean {
  return tag.length <= 6 && /^_loop_?$/iu.test(tag);
}

function excerpt(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}
