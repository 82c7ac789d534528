/**
 * What a sealed file is, and in which version of its schema.
 */
export interface SealedFileKind {
  /** Name of the kind. */
  readonly kind: string;
  /** Version of what the JSON says and which tensors there are; a file of another one is refused. */
  readonly version: string;
}
