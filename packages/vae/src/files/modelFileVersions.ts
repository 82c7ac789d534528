/**
 * The version in which each kind of file is written and read. A file of another version is refused, never
 * guessed at.
 *
 * - `ftcp-vae`: a fitted model; 1
 * - `ftcp-vae-checkpoint`: a training in progress; 2, since it is identified by the digests of its sources
 */
export const modelFileVersions: Readonly<Record<ModelFileKind, string>> = {
  "ftcp-vae": "1",
  "ftcp-vae-checkpoint": "2",
};

/** The kinds of files that {@link sealModelFile} writes. */
export type ModelFileKind = "ftcp-vae" | "ftcp-vae-checkpoint";
