import type { StructureFormat } from "@ftcp/cif";

/** Options of `ftcp cif convert`. */
export interface ConvertOptions {
  /** The format to write. */
  readonly to: StructureFormat;
  /** The format of the inputs; told by their names or contents when absent. */
  readonly from?: StructureFormat;
  /** Folder or file to write to; standard output when absent or `-`. */
  readonly out?: string;
  /** Moves atoms onto their symmetry, found within this distance in Å; `true` stands for 0.01. */
  readonly symmetrize?: number | true;
  /** Writes the standardized primitive cell. */
  readonly primitive?: boolean;
  /** Writes the standardized conventional cell. */
  readonly conventional?: boolean;
  /** Writes the Niggli cell. */
  readonly niggli?: boolean;
  /** Whether results are printed as JSON. */
  readonly json?: boolean;
}
