/**
 * Which crystals of which dataset a command works on.
 */
export interface CrystalSelection {
  /** A `.jsonl`, `.csv` or `.tsv` file, also with `.gz`, or a folder of CIFs. */
  readonly path: string;
  /** Part of the split; `all` or absent takes every crystal. */
  readonly split?: string | undefined;
  /** Column that names the part; `split`. */
  readonly splitColumn?: string | undefined;
  /** Makes a split of 80 % `train` and 20 % `test` by reduced formula instead of reading a column. */
  readonly splitSeed?: number | undefined;
  /** Number of different elements. */
  readonly elements?: { readonly min: number; readonly max: number } | undefined;
  /** Largest number of sites. */
  readonly maxSites?: number | undefined;
  /** Properties that must be known. */
  readonly requires?: readonly string[] | undefined;
  /** Only the first so many crystals that meet all of this. */
  readonly limit?: number | undefined;
  /** Whether CIFs are parsed only when they are asked for; see `lazy` of `@ftcp/datasets`. */
  readonly lazy?: boolean | undefined;
}
