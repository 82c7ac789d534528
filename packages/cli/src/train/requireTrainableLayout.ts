import type { FtcpLayout } from "@ftcp/featurize";
import { CliError } from "../cliError.ts";

/**
 * Refuses tensors that the network cannot write.
 *
 * @param layout - layout of the tensors
 * @param path - their file
 * @throws {@link CliError} with code `CLI_USAGE`
 */
export function requireTrainableLayout(layout: FtcpLayout, path: string): void {
  const top = ["elements", "cell", "coordinates", "occupancy"];
  const fits =
    top.every((name, at) => layout.blocks[at]?.name === name) &&
    layout.emptyClass &&
    layout.arrangement === "stacked";
  if (fits) return;
  throw new CliError(
    "CLI_USAGE",
    `${path}: ftcp train needs tensors of the layout ftcp with the rows of real space, not ${layout.name}`,
    { path },
  );
}
