/**
 * Keeps texts by name between runs; `createDirectoryCache` of `@ftcp/datasets/node` keeps them on disk.
 *
 * @remarks
 * Names are relative paths of lower-case letters, digits, `-`, `.` and one `/`. No key is ever among the
 * texts.
 */
export interface ResponseCache {
  /**
   * Reads a text.
   *
   * @param name - its name
   * @returns the text, or undefined when there is none, or none that is whole
   */
  read(name: string): Promise<string | undefined>;
  /**
   * Keeps a text, all of it or nothing: a reader never meets a part, even after a crash.
   *
   * @param name - its name
   * @param text - the text
   */
  write(name: string, text: string): Promise<void>;
  /**
   * Forgets all texts of a folder.
   *
   * @param folder - what stands before the `/` of their names
   */
  clear(folder: string): Promise<void>;
}
