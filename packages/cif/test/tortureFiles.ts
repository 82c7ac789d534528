import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** The text files of a `.tar.gz` archive by their path, bytes read as Latin 1. */
export function tortureFiles(archive: string): Map<string, string> {
  const bytes = gunzipSync(readFileSync(archive));
  const files = new Map<string, string>();
  let longName: string | undefined;
  for (let offset = 0; offset + 512 <= bytes.length;) {
    const field = (start: number, length: number): string =>
      bytes.toString("latin1", offset + start, offset + start + length).replace(/\0.*$/su, "");
    const size = Number.parseInt(field(124, 12).trim() || "0", 8);
    const type = field(156, 1);
    const content = bytes.toString("latin1", offset + 512, offset + 512 + size);
    const prefix = field(345, 155);
    const name = longName ?? (prefix === "" ? field(0, 100) : `${prefix}/${field(0, 100)}`);
    longName = undefined;
    // "L" is GNU's record for names of more than 100 characters, "x" that of POSIX.
    if (type === "L") longName = content.replace(/\0.*$/su, "");
    else if (type === "x") longName = /\d+ path=(.*)\n/u.exec(content)?.[1];
    else if (type === "0" || type === "") files.set(name.replace(/^\.\//u, ""), content);
    offset += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
