/**
 * A progress bar, or nothing where there is no terminal.
 */
export interface Progress {
  /**
   * @param value - how far the work has come, up to the total
   * @param detail - a few words behind the bar
   * @param secondsLeft - an estimate; without it one is made from the time spent
   */
  update(value: number, detail?: string, secondsLeft?: number): void;
  /** Takes the bar away. */
  stop(): void;
}
