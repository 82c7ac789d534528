import { findSpaceGroupSettings } from "@ftcp/crystal";
import type { SpaceGroupSetting } from "@ftcp/crystal";

/**
 * The Hermann-Mauguin symbol of a setting as CIFs have it, with origin or axes where there is a choice.
 *
 * @param setting - a setting of the International Tables
 * @returns as `F d -3 m :2`, `R -3 m :H`, `P 1 21/c 1`; other programs know it in this form. Where two
 *   settings share the symbol (`C c c e`), the one that was in use before, `C c c b`; undefined where
 *   neither means this setting first of all
 * @internal
 */
export function spaceGroupName(setting: SpaceGroupSetting): string | undefined {
  const { hermannMauguin, hermannMauguinFormer, choice } = setting;
  const suffix = /^(?:[12](?!\d)|[HR]$)/u.exec(choice)?.[0];
  return [hermannMauguin, hermannMauguinFormer]
    .map((symbol) => (suffix === undefined ? symbol : `${symbol} :${suffix}`))
    .find((name) => findSpaceGroupSettings({ hermannMauguin: name })[0] === setting);
}
