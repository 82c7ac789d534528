import type { FtcpLayout } from "../layout/ftcpLayout.ts";

/** Crystals that are written together. */
export interface TensorBlock {
  /** Their tensors one after another, float32, `count * rows * columns` of them; valid during the call. */
  readonly data: Float32Array<ArrayBuffer>;
  /** Their ids. */
  readonly ids: readonly string[];
  /** Position of each in the source, counted from 0 with those that failed. */
  readonly indices: readonly number[];
}

/** What remains to be written when the last block is. */
export interface TensorFileEnd {
  /** Bytes behind the last block. */
  readonly tail: readonly Uint8Array[];
  /** Bytes to be changed where the file holds others, such as a count in the header. */
  readonly patches: readonly {
    /** Where in the file. */
    readonly position: number;
    /** What is written there. */
    readonly bytes: Uint8Array;
  }[];
}

/** Turns blocks of one file into bytes; the same blocks always give the same bytes. */
export interface TensorEncoder {
  /** Bytes before the first block. */
  start(): readonly Uint8Array[];
  /** Bytes of a block. */
  encode(block: TensorBlock): readonly Uint8Array[];
  /** What must be remembered of the blocks since the last call to go on after a crash; plain JSON. */
  checkpoint(): unknown;
  /** Goes on where another encoder was, from all that it remembered; `start` is not called then. */
  restore(checkpoints: readonly unknown[]): void;
  /** Ends the file. */
  end(): TensorFileEnd;
}

/** A file format for tensors, for `writeTensors` of `@ftcp/featurize/node`. */
export interface TensorFormat {
  /** Name, with all settings that change the bytes; a file is resumed only with the same. */
  readonly name: string;
  /** Starts a file. */
  createEncoder(layout: FtcpLayout): TensorEncoder;
}
