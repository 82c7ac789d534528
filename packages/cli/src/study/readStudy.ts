import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { dirname, isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { CliError } from "../cliError.ts";
import { readInputFile } from "../files/readInputFile.ts";
import type { Study } from "./study.ts";

/** The schema as it lies in the package, beside `src` and `dist`. */
const schemaPath = fileURLToPath(new URL("../../study.schema.json", import.meta.url));

/**
 * Reads a study and checks it against the schema that comes with the package.
 *
 * @param path - a JSON file
 * @returns the study; `out`, `data`, and models with a slash in their names, as absolute paths: in the file
 *   they start at the file
 * @throws {@link CliError} with code `CLI_READ_FAILED`, or `CLI_INVALID_CONFIG` with the JSON pointer
 *   of the first key at fault
 */
export async function readStudy(path: string): Promise<Study> {
  const value = parse(path, await readText(path));
  const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
  const validate = ajv.compile<Study>(JSON.parse(await readText(schemaPath)) as object);
  if (!validate(value)) {
    const faults = (validate.errors ?? []).map(describeFault);
    throw fault(path, faults);
  }
  const faults = checkBeyondSchema(value);
  if (faults.length > 0) throw fault(path, faults);
  const from = (name: string): string =>
    isAbsolute(name) ? name : resolve(dirname(resolve(path)), name);
  const fromModel = (name: string): string => (/[\\/]/u.test(name) ? from(name) : name);
  const { model, judge, data } = value;
  return {
    ...value,
    out: from(value.out),
    ...(model === undefined ? {} : { model: fromModel(model) }),
    ...(judge === undefined ? {} : { judge: judge.map(fromModel) }),
    ...(data === undefined ? {} : { data: from(data) }),
  };
}

/** A key and what is wrong with its value. */
interface Fault {
  readonly key: string;
  readonly message: string;
}

function fault(path: string, faults: readonly Fault[]): CliError {
  const shown = faults
    .slice(0, 3)
    .map(({ key, message }) => `${key === "" ? "/" : key} ${message}`);
  const rest = faults.length - shown.length;
  const more = rest > 0 ? `; and ${rest} more` : "";
  return new CliError("CLI_INVALID_CONFIG", `${path}: ${shown.join("; ")}${more}`, {
    path,
    key: faults[0]?.key ?? "",
  });
}

async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readInputFile(path));
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ""));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new CliError("CLI_INVALID_CONFIG", `${path}: not JSON: ${cause.message}`, {
      ...{ cause, path, key: "" },
    });
  }
}

function describeFault({ instancePath, keyword, params, message = "" }: ErrorObject): Fault {
  const given = params as Readonly<Record<string, unknown>>;
  if (keyword === "unevaluatedProperties" || keyword === "additionalProperties") {
    const name = String(given["unevaluatedProperty"] ?? given["additionalProperty"]);
    return { key: `${instancePath}/${escapePointer(name)}`, message: "is no key of a study" };
  }
  if (keyword === "required") {
    const name = String(given["missingProperty"]);
    return { key: `${instancePath}/${escapePointer(name)}`, message: "is missing" };
  }
  if (keyword === "enum") {
    const values = (given["allowedValues"] as readonly unknown[]).map(String).join(", ");
    return { key: instancePath, message: `must be one of: ${values}` };
  }
  return { key: instancePath, message };
}

/** What a schema cannot say: ranges run upwards, names of runs differ, every run has a target. */
function checkBeyondSchema(study: Study): readonly Fault[] {
  const { runs = [] } = study;
  const searches = [
    { key: "", search: study },
    ...runs.map((search, i) => ({ key: `/runs/${i}`, search })),
  ];
  const names = runs.map(({ name }) => name.toLowerCase());
  return [
    ...searches.flatMap(({ key, search }) =>
      (["elements", "sites"] as const).flatMap((name) => {
        const range = search[name];
        return range === undefined || range.min <= range.max
          ? []
          : [{ key: `${key}/${name}`, message: "must have a min not above its max" }];
      }),
    ),
    ...names.flatMap((name, i) =>
      names.indexOf(name) === i
        ? []
        : [{ key: `/runs/${i}/name`, message: "is the name of an earlier run" }],
    ),
  ];
}

function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
