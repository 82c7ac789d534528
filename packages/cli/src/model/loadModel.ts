import { LatentIndex, SamplingError } from "@ftcp/sampling";
import { CrystalVae, VaeError } from "@ftcp/vae";
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { CliError } from "../cliError.ts";
import { readInputFile } from "../files/readInputFile.ts";
import { describeFileError } from "../io/describeFileError.ts";
import { defaultModel } from "./defaultModel.ts";
import { modelFiles } from "./modelFiles.ts";

/** A model with what belongs to it. */
export interface LoadedModel {
  /** Name of the bundled model, or of the folder. */
  readonly name: string;
  /** SHA-256 of the model's file in hexadecimal digits, wherever it lies. */
  readonly digest: string;
  /** The model; the caller disposes it. */
  readonly model: CrystalVae;
  /**
   * Reads the latent index of the training crystals.
   *
   * @throws {@link CliError} with code `CLI_INDEX_MISSING`, or `SamplingError` for a damaged one
   */
  readIndex(): Promise<LatentIndex>;
}

/**
 * Loads a model onto the current tfjs backend.
 *
 * @param reference - name of a bundled model, else a folder as `ftcp train` writes it; `./name` is
 *   always a folder
 * @returns the model
 * @throws {@link CliError} with code `CLI_MODEL_NOT_FOUND`
 * @throws `VaeError` with code `VAE_MODEL_DAMAGED` or `VAE_MODEL_VERSION`
 */
export async function loadModel(reference: string = defaultModel): Promise<LoadedModel> {
  const bundled = await findBundled(reference);
  if (bundled !== undefined) return bundled;
  const path = join(reference, modelFiles.model);
  if (!(await isFile(path))) {
    throw new CliError("CLI_MODEL_NOT_FOUND", `${path}: there is no such model`, {
      path: reference,
    });
  }
  const bytes = await readInputFile(path);
  return {
    name: basename(resolve(reference)),
    digest: digestOf(bytes),
    model: await openModel(path, bytes),
    readIndex: async () => {
      const json = join(reference, modelFiles.indexJson);
      const bytes = join(reference, modelFiles.indexBytes);
      for (const file of [json, bytes]) {
        if (await isFile(file)) continue;
        throw new CliError(
          "CLI_INDEX_MISSING",
          `${file}: a design starts from the latent index of the training crystals`,
          { path: file },
        );
      }
      const text = new TextDecoder().decode(await readInputFile(json));
      return openIndex(json, { json: text, bytes: await readInputFile(bytes) });
    },
  };
}

/** Whatever looks like a path is none, so that a folder may have the name of a bundled model. */
async function findBundled(reference: string): Promise<LoadedModel | undefined> {
  if (/[\\/]/u.test(reference)) return undefined;
  const { pretrainedNames, readPretrained } = await import("@ftcp/pretrained/node");
  const name = pretrainedNames.find((known) => known === reference);
  if (name !== undefined) {
    const { model, index } = await readPretrained(name).catch((cause: unknown) => {
      throw new CliError("CLI_READ_FAILED", `bundled model ${name}: ${describeFileError(cause)}`, {
        cause,
        path: name,
      });
    });
    return {
      name,
      digest: digestOf(model),
      model: await openModel(name, model),
      readIndex: () => Promise.resolve(openIndex(name, index)),
    };
  }
  if (await isFile(join(reference, modelFiles.model))) return undefined;
  throw new CliError(
    "CLI_MODEL_NOT_FOUND",
    `${reference}: neither a folder with ${modelFiles.model} nor a bundled model; bundled: ` +
      pretrainedNames.join(", "),
    { path: reference, known: pretrainedNames },
  );
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    throw new CliError("CLI_READ_FAILED", `${path}: ${String(code)}`, { cause, path });
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function openModel(path: string, bytes: Uint8Array): Promise<CrystalVae> {
  try {
    return await CrystalVae.fromBytes(bytes);
  } catch (cause) {
    if (!(cause instanceof VaeError)) throw cause;
    throw new VaeError(cause.code, `${path}: ${cause.message}`, { ...cause.data, path }, { cause });
  }
}

function openIndex(path: string, files: { json: string; bytes: Uint8Array }): LatentIndex {
  try {
    return LatentIndex.fromFiles(files);
  } catch (cause) {
    if (!(cause instanceof SamplingError)) throw cause;
    throw new SamplingError(cause.code, `${path}: ${cause.message}`, { cause });
  }
}
