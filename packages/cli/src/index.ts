export { CliError } from "./cliError.ts";
export type { CliErrorCode } from "./cliError.ts";
export { exitCodes } from "./exitCodes.ts";
export type { CommandIo } from "./io/commandIo.ts";
export { runFtcp } from "./main.ts";
