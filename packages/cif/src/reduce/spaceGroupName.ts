import type { SpaceGroupSetting } from "@ftcp/crystal";

/**
 * The Hermann-Mauguin symbol of a setting as CIFs have it, with origin or axes where there is a choice.
 *
 * @param setting - a setting of the International Tables
 * @returns as `F d -3 m :2`, `R -3 m :H`, `P 1 21/c 1`; other programs know it in this form
 * @internal
 */
export function spaceGroupName(setting: SpaceGroupSetting): string {
  const { hermannMauguin, choice } = setting;
  const suffix = /^(?:[12](?!\d)|[HR]$)/u.exec(choice)?.[0];
  return suffix === undefined ? hermannMauguin : `${hermannMauguin} :${suffix}`;
}
