/**
 * The kinds of tokens; small integers, since there are many of them.
 *
 * @internal
 */
export const tokenKind = {
  /** The end of the text. */
  end: 0,
  /** A value that is neither list nor table. */
  value: 1,
  /** A data name. */
  tag: 2,
  /** `data_…`. */
  data: 3,
  /** `loop_`. */
  loop: 4,
  /** `save_…` or `save_`. */
  save: 5,
  /** `stop_`. */
  stop: 6,
  /** `global_`. */
  global: 7,
  /** `[` in CIF 2.0. */
  openList: 8,
  /** `]` in CIF 2.0. */
  closeList: 9,
  /** `{` in CIF 2.0. */
  openTable: 10,
  /** `}` in CIF 2.0. */
  closeTable: 11,
} as const;
