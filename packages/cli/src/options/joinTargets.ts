/**
 * Makes values of `--target` that begin with a minus, such as `-1<x<0`, readable for the parser, which would take them for
 * options: all values of such a list are written as `--target=VALUE`.
 *
 * @param args - the arguments as typed
 * @returns the arguments for the parser
 *
 * @example
 * ```ts
 * joinTargets(["--target", "y=2", "-1<x<0"]); // ["--target=y=2", "--target=-1<x<0"]
 * ```
 */
export function joinTargets(args: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let at = 0; at < args.length;) {
    const arg = args[at++] ?? "";
    if (arg === "--") return [...joined, arg, ...args.slice(at)];
    joined.push(arg);
    if (arg !== "--target") continue;
    const start = at;
    while (at < args.length && isValue(args[at] ?? "")) at++;
    const values = args.slice(start, at);
    if (!values.some((value) => value.startsWith("-"))) joined.push(...values);
    else joined.splice(-1, 1, ...values.map((value) => `--target=${value}`));
  }
  return joined;
}

function isValue(arg: string): boolean {
  return !arg.startsWith("-") || /^-[\d.]/u.test(arg);
}
