import { VaeError } from "./vaeError.ts";

/**
 * A fitted {@link PropertyScaler} as plain JSON.
 */
export interface PropertyScalerJson {
  /** Always `"ftcp-property-scaler"`. */
  readonly kind: "ftcp-property-scaler";
  /** Schema version. */
  readonly version: 1;
  /** Property names, in column order. */
  readonly properties: readonly string[];
  /** Per property: whether the logarithm is scaled instead of the value. */
  readonly logarithmic: readonly boolean[];
  /** Per property: value (or logarithm) that becomes 0. */
  readonly low: readonly number[];
  /** Per property: value (or logarithm) that becomes 1. */
  readonly high: readonly number[];
}

/**
 * Scales properties for the regression, `s = (y - low) / (high - low)`: to its range, so that the labels of
 * the training crystals lie in [0.05, 0.95] and the sigmoid of Eq. 2 can reach them, or to mean 0 and
 * standard deviation 1, for a regression without bounds.
 *
 * @remarks
 * Fitted on train only. NaN means an unknown label and stays NaN in both directions. float64.
 *
 * @example
 * ```ts
 * const scaler = PropertyScaler.fit(["band_gap"], Float64Array.of(0, 1.5, 4));
 * scaler.inverse(scaler.transform(Float64Array.of(1.5))); // [1.5]
 * ```
 */
export class PropertyScaler {
  /** Property names, in column order. */
  readonly properties: readonly string[];
  private readonly logarithmic: readonly boolean[];
  private readonly low: readonly number[];
  private readonly high: readonly number[];

  private constructor(json: PropertyScalerJson) {
    this.properties = json.properties;
    this.logarithmic = json.logarithmic;
    this.low = json.low;
    this.high = json.high;
  }

  /**
   * Learns the range of every property.
   *
   * @param properties - names, one per column
   * @param values - `[crystals, properties]` row-major, physical units; NaN where unknown
   * @param options - `logarithmic`: names of positive properties that spread over decades; `unit`: `range`, the
   *   default, or `deviation`, for mean 0 and standard deviation 1
   * @returns the fitted scaler
   * @throws {@link VaeError} with code `VAE_MISSING_LABEL` when no crystal knows a property, or a
   *   logarithmic property is not positive
   */
  static fit(
    properties: readonly string[],
    values: ArrayLike<number>,
    options: {
      readonly logarithmic?: readonly string[];
      readonly unit?: "range" | "deviation";
    } = {},
  ): PropertyScaler {
    const width = properties.length;
    const logarithmic = properties.map((name) => options.logarithmic?.includes(name) ?? false);
    const low: number[] = [];
    const high: number[] = [];
    properties.forEach((property, column) => {
      let minimum = Infinity;
      let maximum = -Infinity;
      let [count, sum, squares] = [0, 0, 0];
      for (let i = column; i < values.length; i += width) {
        const value = values[i] as number;
        if (Number.isNaN(value)) continue;
        const scaled = logarithmic[column] === true ? Math.log(value) : value;
        if (!Number.isFinite(scaled)) {
          throw new VaeError("VAE_MISSING_LABEL", `${property} has the value ${value}`, {
            property,
            row: (i - column) / width,
            value,
          });
        }
        minimum = Math.min(minimum, scaled);
        maximum = Math.max(maximum, scaled);
        count += 1;
        // Welford's recurrence: no cancellation however far from zero the values lie.
        const difference = scaled - sum / Math.max(1, count - 1);
        sum += scaled;
        squares += difference * (scaled - sum / count);
      }
      if (minimum > maximum) {
        throw new VaeError("VAE_MISSING_LABEL", `no crystal has the property ${property}`, {
          property,
        });
      }
      if (options.unit === "deviation") {
        low.push(sum / count);
        high.push(sum / count + Math.max(Math.sqrt(squares / count), 1e-6));
        return;
      }
      const range = Math.max(maximum - minimum, 1e-6);
      low.push(minimum - range / 18); // 1/18 of the range is 5 % of the widened one
      high.push(maximum + range / 18);
    });
    return new PropertyScaler({
      kind: "ftcp-property-scaler",
      version: 1,
      properties,
      logarithmic,
      low,
      high,
    });
  }

  /**
   * Scales properties.
   *
   * @param values - `[crystals, properties]`, physical units
   * @returns scaled values, a new array
   */
  transform(values: ArrayLike<number>): Float32Array {
    return Float32Array.from(values, (value, i) => {
      const column = i % this.properties.length;
      const [low, high] = [this.low[column] as number, this.high[column] as number];
      const scaled = this.logarithmic[column] === true ? Math.log(value) : value;
      return (scaled - low) / (high - low);
    });
  }

  /**
   * Brings scaled properties back to physical units.
   *
   * @param scaled - `[crystals, properties]`, as {@link PropertyScaler.transform} gives them
   * @returns physical values, a new array
   */
  inverse(scaled: ArrayLike<number>): Float32Array {
    return Float32Array.from(scaled, (value, i) => {
      const column = i % this.properties.length;
      const [low, high] = [this.low[column] as number, this.high[column] as number];
      const physical = low + value * (high - low);
      return this.logarithmic[column] === true ? Math.exp(physical) : physical;
    });
  }

  /**
   * Gives the fitted state; `JSON.stringify` calls it.
   *
   * @returns the fitted state as plain data
   */
  toJSON(): PropertyScalerJson {
    return {
      kind: "ftcp-property-scaler",
      version: 1,
      properties: this.properties,
      logarithmic: this.logarithmic,
      low: this.low,
      high: this.high,
    };
  }

  /**
   * Reads a fitted state and checks it.
   *
   * @param json - what {@link PropertyScaler.toJSON} gave, from an untrusted place
   * @returns the scaler
   * @throws {@link VaeError} with code `VAE_MODEL_VERSION` for another schema version and
   *   `VAE_MODEL_DAMAGED` for anything else that is not a fitted scaler
   */
  static fromJSON(json: unknown): PropertyScaler {
    const candidate = json as Partial<PropertyScalerJson> | null;
    if (candidate?.kind !== "ftcp-property-scaler") {
      throw new VaeError("VAE_MODEL_DAMAGED", "not a property scaler");
    }
    if ((candidate.version as number) !== 1) {
      throw new VaeError("VAE_MODEL_VERSION", "property scaler of another version", {
        version: candidate.version,
      });
    }
    const { properties, logarithmic, low, high } = candidate;
    const columns = [properties, logarithmic, low, high];
    if (
      columns.some((column) => !Array.isArray(column) || column.length !== properties?.length) ||
      ![...(low ?? []), ...(high ?? [])].every(Number.isFinite)
    ) {
      throw new VaeError("VAE_MODEL_DAMAGED", "property scaler with wrong columns");
    }
    return new PropertyScaler(candidate as PropertyScalerJson);
  }
}
