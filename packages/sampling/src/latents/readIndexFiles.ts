import { SamplingError } from "../samplingError.ts";
import { computeChecksum } from "./computeChecksum.ts";
import type { LatentIndexContents, LatentIndexFiles } from "./latentIndex.ts";
import { dequantizeLatents } from "./quantizeLatents.ts";

const greatestJsonLength = 128 * 2 ** 20;
const greatestByteLength = 256 * 2 ** 20;
const greatestTextLength = 1024;
const greatestAttributionLength = 2 ** 16;

/** Reads and checks the two files of a latent index; nothing in them is trusted. */
export function readIndexFiles({ json, bytes }: LatentIndexFiles): LatentIndexContents {
  if (json.length > greatestJsonLength || bytes.length > greatestByteLength) {
    throw new SamplingError(
      "SAMPLING_INDEX_TOO_LARGE",
      `a latent index of ${json.length} characters and ${bytes.length} bytes is beyond the limit ` +
        `of ${greatestJsonLength} characters and ${greatestByteLength} bytes`,
    );
  }
  const fields = parseFields(json);
  if (fields["kind"] !== "ftcp-latent-index") throw damaged("kind", "is not ftcp-latent-index");
  if (fields["version"] !== 1) {
    throw new SamplingError(
      "SAMPLING_INDEX_VERSION",
      `this package reads latent indexes of version 1, not ${JSON.stringify(fields["version"])}`,
      { field: "version" },
    );
  }
  const count = readInteger(fields, "count", 0);
  const latentSize = readInteger(fields, "latentSize", 1);
  const byteLength = readInteger(fields, "byteLength", 0);
  if (byteLength !== count * latentSize) {
    throw damaged("byteLength", `is ${byteLength}, not ${count} times ${latentSize}`);
  }
  if (bytes.length !== byteLength) {
    throw damaged("byteLength", `is ${byteLength}, but there are ${bytes.length} bytes`);
  }
  const checksum = computeChecksum(bytes);
  if (fields["crc32"] !== checksum) throw damaged("crc32", `does not fit the bytes (${checksum})`);

  const quantization = fields["quantization"];
  if (!isRecord(quantization)) throw damaged("quantization", "is not an object");
  if (quantization["type"] !== "uint8") throw damaged("quantization.type", "is not uint8");
  const offset = readNumbers(quantization, "offset", latentSize);
  const scale = readNumbers(quantization, "scale", latentSize);

  const propertyNames = readTexts(fields, "propertyNames");
  const properties = readProperties(fields["properties"], count * propertyNames.length);
  const attribution = fields["attribution"];
  if (typeof attribution !== "string" || attribution.length > greatestAttributionLength) {
    throw damaged("attribution", "is not a text, or too long");
  }
  return {
    ids: readTexts(fields, "ids", count),
    formulas: readTexts(fields, "formulas", count),
    propertyNames,
    properties,
    latents: { data: dequantizeLatents({ bytes, offset, scale }), shape: [count, latentSize] },
    attribution,
  };
}

type Fields = Readonly<Record<string, unknown>>;

function damaged(field: string, fault: string): SamplingError {
  return new SamplingError("SAMPLING_INDEX_DAMAGED", `damaged latent index: ${field} ${fault}`, {
    field,
  });
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseFields(json: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new SamplingError("SAMPLING_INDEX_DAMAGED", "damaged latent index: not JSON", { cause });
  }
  if (!isRecord(value)) {
    throw new SamplingError("SAMPLING_INDEX_DAMAGED", "damaged latent index: not a JSON object");
  }
  return value;
}

function readInteger(fields: Fields, name: string, least: number): number {
  const value = fields[name];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least) {
    throw damaged(name, `is not an integer from ${least} on`);
  }
  return value;
}

function readArray(value: unknown, field: string, length?: number): readonly unknown[] {
  if (!Array.isArray(value)) throw damaged(field, "is not an array");
  if (length !== undefined && value.length !== length) {
    throw damaged(field, `has ${value.length} entries, not ${length}`);
  }
  return value as readonly unknown[];
}

function readTexts(fields: Fields, name: string, length?: number): readonly string[] {
  return readArray(fields[name], name, length).map((value, row) => {
    if (typeof value !== "string" || value.length > greatestTextLength) {
      throw damaged(`${name}[${row}]`, "is not a text, or too long");
    }
    return value;
  });
}

function readNumbers(quantization: Fields, name: string, length: number): readonly number[] {
  const field = `quantization.${name}`;
  return readArray(quantization[name], field, length).map((value, i) => {
    if (typeof value !== "number" || !Number.isFinite(value)) {
      throw damaged(`${field}[${i}]`, "is not a finite number");
    }
    return value;
  });
}

function readProperties(value: unknown, length: number): Float32Array {
  const values = readArray(value, "properties", length);
  return Float32Array.from(values, (property, i) => {
    if (property === null) return Number.NaN;
    if (typeof property !== "number") {
      throw damaged(`properties[${i}]`, "is neither a number nor null");
    }
    return property;
  });
}
