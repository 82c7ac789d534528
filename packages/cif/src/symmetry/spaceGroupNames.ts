import type { CifValue } from "../syntax/cifValue.ts";

/** A value that names the space group. */
export interface SpaceGroupName<Content> {
  /** What it says. */
  readonly content: Content;
  /** Where it stands. */
  readonly value: CifValue;
}

/** What a block says of its space group besides listing operators. */
export interface SpaceGroupNames {
  /** Hall symbol. */
  readonly hall?: SpaceGroupName<string>;
  /** Hermann-Mauguin symbols under different data names; the first one is the preferred one. */
  readonly hermannMauguin: readonly SpaceGroupName<string>[];
  /** Number in the International Tables. */
  readonly number?: SpaceGroupName<number>;
  /** Code of the origin, axes or cell choice, as `2`, `h` or `b1`. */
  readonly choice?: string;
  /** The name of a magnetic or superspace group, which is not in the tables. */
  readonly untabulated?: SpaceGroupName<string>;
  /** The crystal system. */
  readonly system?: SpaceGroupName<string>;
}
