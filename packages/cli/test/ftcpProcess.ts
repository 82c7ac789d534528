import { runFtcp } from "../src/index.ts";

// The command from source, for tests that need a process: node --import tsx --conditions=@ftcp/source
process.exitCode = await runFtcp(process.argv.slice(2));
