export { CliError } from "./CliError.ts";
export type { CliErrorCode } from "./CliError.ts";
export { exitCodes } from "./exitCodes.ts";
export type { CommandIo } from "./io/CommandIo.ts";
export { runFtcp } from "./main.ts";
