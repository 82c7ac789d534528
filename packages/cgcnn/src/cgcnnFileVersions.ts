import type { SealedFileKind } from "@ftcp/vae";

/**
 * The kinds of files of this package, each in the version that is written and read. A file of another
 * version is refused, never guessed at.
 */
export const cgcnnFileVersions: Readonly<Record<"model" | "checkpoint", SealedFileKind>> = {
  /** A fitted network. */
  model: { kind: "ftcp-cgcnn", version: "1" },
  /** A training in progress. */
  checkpoint: { kind: "ftcp-cgcnn-checkpoint", version: "1" },
};
