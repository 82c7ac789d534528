import {
  listOptimadeDatabases,
  listOptimadeProperties,
  listOptimadeProviders,
} from "@ftcp/datasets";
import { CliError } from "../cliError.ts";
import { exitCodes } from "../exitCodes.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { formatTable } from "../io/formatTable.ts";
import { requireUsable } from "./requireUsable.ts";

/**
 * Runs `ftcp fetch list`.
 *
 * @param what - `providers` of OPTIMADE, the `databases` of one, or the `properties` of a database
 * @param url - address of provider or database
 * @param options - `json`: print JSON
 * @param context - output and abort
 * @returns the exit code
 * @throws {@link CliError} with code `CLI_USAGE` when an address is needed, and the errors of the network
 */
export async function runFetchList(
  what: "providers" | "databases" | "properties",
  url: string | undefined,
  options: { readonly json?: boolean },
  context: CommandContext,
): Promise<number> {
  const { signal } = context;
  let rows: readonly (readonly string[])[];
  let found: unknown;
  if (what === "properties") {
    const properties = await requireUsable(() =>
      listOptimadeProperties(requireUrl(url), { signal }),
    );
    rows = properties.map(({ name, unit = "", description }) => [
      name,
      unit,
      firstLine(description),
    ]);
    found = properties;
  } else {
    const links = await requireUsable(() =>
      what === "databases"
        ? listOptimadeDatabases(requireUrl(url), { signal })
        : listOptimadeProviders({ signal, ...(url === undefined ? {} : { url }) }),
    );
    rows = links.map(({ id, name, url: address = "-" }) => [id, address, name]);
    found = links;
  }
  if (options.json === true) context.print(JSON.stringify(found));
  else {
    const header = what === "properties" ? ["property", "unit", ""] : ["id", "address", "name"];
    for (const line of formatTable(header, rows)) context.print(line);
  }
  return exitCodes.ok;
}

function requireUrl(url: string | undefined): string {
  if (url === undefined) throw new CliError("CLI_USAGE", "the address of the server is missing");
  return url;
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").slice(0, 80);
}
