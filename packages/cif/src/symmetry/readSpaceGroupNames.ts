import { isPresent } from "../structure/isPresent.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import type { CifValue } from "../syntax/cifValue.ts";
import { readNumber } from "../syntax/readNumber.ts";
import type { SpaceGroupName, SpaceGroupNames } from "./spaceGroupNames.ts";

const hallTags = ["_space_group_name_hall", "_symmetry_space_group_name_hall"];

const hermannMauguinTags = [
  "_space_group_name_h-m_alt",
  "_symmetry_space_group_name_h-m",
  "_space_group_name_h-m_ref",
  "_space_group_name_h-m_full",
  "_space_group_name_h-m",
];

const numberTags = ["_space_group_it_number", "_symmetry_int_tables_number"];

const choiceTags = ["_space_group_it_coordinate_system_code"];

const systemTags = ["_space_group_crystal_system", "_symmetry_cell_setting"];

const untabulatedTags = [
  "_space_group_magn_name_bns",
  "_space_group_magn_name_og",
  "_space_group_magn_number_bns",
  "_space_group_magn_number_og",
  "_space_group_ssg_name",
  "_space_group_ssg_name_it",
  "_space_group_ssg_name_wjj",
];

/**
 * Reads what a block says of its space group besides listing operators.
 *
 * @param block - a data block
 * @returns the names that are given, old data names and new ones alike
 * @internal
 */
export function readSpaceGroupNames(block: CifBlock): SpaceGroupNames {
  const hall = firstPresent(block, hallTags);
  const number = firstPresent(block, numberTags);
  const choice = firstPresent(block, choiceTags);
  const system = firstPresent(block, systemTags);
  const untabulated = firstPresent(block, untabulatedTags);
  const hermannMauguin: SpaceGroupName<string>[] = [];
  let origin: string | undefined;
  for (const tag of hermannMauguinTags) {
    const value = block.value(tag);
    if (!isPresent(value)) continue;
    const { symbol, choice: written } = withoutRemark(value.text);
    if (symbol === "") continue;
    origin ??= written;
    hermannMauguin.push({ content: symbol, value });
  }
  const code = choice?.text.trim() ?? origin;
  return {
    hermannMauguin,
    ...(hall === undefined ? {} : { hall: { content: hall.text.trim(), value: hall } }),
    ...(number === undefined
      ? {}
      : { number: { content: readNumber(number.text.trim()), value: number } }),
    ...(code === undefined || code === "" ? {} : { choice: code }),
    ...(untabulated === undefined
      ? {}
      : { untabulated: { content: untabulated.text.trim(), value: untabulated } }),
    ...(system === undefined
      ? {}
      : { system: { content: system.text.trim().toLowerCase(), value: system } }),
  };
}

function firstPresent(block: CifBlock, tags: readonly string[]): CifValue | undefined {
  for (const tag of tags) {
    const value = block.value(tag);
    if (isPresent(value) && value.text.trim() !== "") return value;
  }
  return undefined;
}

/** Splits `F d -3 m {origin @ centre (-3m)}`, the notation of journals, into symbol and origin. */
function withoutRemark(text: string): {
  readonly symbol: string;
  readonly choice: string | undefined;
} {
  const remark = /[{(][^{(]*\borigin\b.*$/isu.exec(text);
  if (remark === null) return { symbol: text.trim(), choice: undefined };
  const isCentre = /\bcent(?:re|er)\b|-1\b|choice 2/iu.test(remark[0]);
  return { symbol: text.slice(0, remark.index).trim(), choice: isCentre ? "2" : undefined };
}
