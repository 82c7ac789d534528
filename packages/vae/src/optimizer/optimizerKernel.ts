/** Numbers of one step of RMSProp that are the same for all weights. */
export interface RmspropSettings {
  /** What gradients are multiplied by. */
  readonly scale: number;
  /** Decay of the running mean of squares. */
  readonly decay: number;
  /** Size of the step. */
  readonly rate: number;
  /** Added to the root of the mean. */
  readonly epsilon: number;
}

/** Numbers of one step of Adam that are the same for all weights of one array. */
export interface AdamSettings {
  /** What gradients are multiplied by. */
  readonly scale: number;
  /** Decay of the first moment. */
  readonly beta1: number;
  /** Decay of the second moment. */
  readonly beta2: number;
  /** Size of the step, bias corrections included. */
  readonly rate: number;
  /** Added to the root of the second moment. */
  readonly shift: number;
  /** What is kept of the weights themselves: 1 without decay. */
  readonly kept: number;
}

/**
 * The inner loops of the optimisers, over whole arrays, in place. Arithmetic is float32, every operation rounded; a slot
 * whose size is below the smallest normal number becomes zero. All kernels give the same bits.
 */
export interface OptimizerKernel {
  /** `square ← decay · square + (1 - decay) · slope²`, `values ← values - rate · slope / (√square + epsilon)`. */
  readonly rmsprop: (
    values: Float32Array,
    gradient: Float32Array,
    square: Float32Array,
    settings: RmspropSettings,
  ) => void;
  /** Both moments move towards the slope, then `values ← kept · values - rate · first / (√second + shift)`. */
  readonly adam: (
    values: Float32Array,
    gradient: Float32Array,
    first: Float32Array,
    second: Float32Array,
    settings: AdamSettings,
  ) => void;
  /** The sum of squares, in float64: four sums side by side, number `i` in sum `i % 4`, added up in the end. */
  readonly sumSquares: (values: Float32Array) => number;
}
