import { findSpaceGroupSettings } from "@ftcp/crystal";
import type { SpaceGroupSetting } from "@ftcp/crystal";

/**
 * The settings that a Hermann-Mauguin symbol or a number can mean, the usual one first.
 *
 * @param query - the symbol or the number
 * @param choice - the choice that is written apart from the symbol; ignored when there is none like it
 * @returns the settings; empty when the symbol or number is unknown
 *
 * @remarks
 * Standard settings come first, so origin choice 2 (at a centre of inversion, which refinement programs
 * need) before choice 1.
 *
 * @internal
 */
export function findSettings(
  query: { readonly hermannMauguin: string } | { readonly number: number },
  choice: string | undefined,
): readonly SpaceGroupSetting[] {
  const settings = findSpaceGroupSettings(query);
  const chosen = choice === undefined ? settings : findSpaceGroupSettings({ ...query, choice });
  const found = chosen.length === 0 ? settings : chosen;
  return [
    ...found.filter(({ isStandard }) => isStandard),
    ...found.filter(({ isStandard }) => !isStandard),
  ];
}
