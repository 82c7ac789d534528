import * as tf from "@tensorflow/tfjs-core";

/**
 * Settings of {@link AdamW}.
 */
export interface AdamWOptions {
  /** Decay of the first moment. */
  readonly beta1?: number;
  /** Decay of the second moment. */
  readonly beta2?: number;
  /** Added to the root of the second moment. */
  readonly epsilon?: number;
  /** Decoupled weight decay per unit of learning rate. */
  readonly weightDecay?: number;
  /** Gradients are scaled down so that their global norm does not exceed this. */
  readonly clipNorm?: number;
}

/**
 * Adam with decoupled weight decay and clipping by the global norm, with its whole state open, so
 * that a checkpoint can hold it (the optimisers of tfjs-core have neither decay nor clipping).
 *
 * @see Loshchilov, Hutter, arXiv:1711.05101
 */
export class AdamW {
  /** Number of steps taken. */
  steps = 0;
  private readonly variables: readonly tf.Variable[];
  private readonly decays: readonly boolean[];
  private readonly first: tf.Variable[];
  private readonly second: tf.Variable[];
  private readonly options: Required<AdamWOptions>;

  /**
   * @param variables - what is optimised; not owned
   * @param decays - for each variable, whether weight decay applies
   * @param options - hyperparameters
   */
  constructor(
    variables: readonly tf.Variable[],
    decays: readonly boolean[],
    options: AdamWOptions = {},
  ) {
    this.variables = variables;
    this.decays = decays;
    this.options = {
      beta1: 0.9,
      beta2: 0.99,
      epsilon: 1e-8,
      weightDecay: 0.01,
      clipNorm: 20,
      ...options,
    };
    const zero = (variable: tf.Variable): tf.Variable =>
      tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
    this.first = variables.map(zero);
    this.second = variables.map(zero);
  }

  /**
   * Takes one step.
   *
   * @param gradients - in the order of the variables; the caller disposes them
   * @param learningRate - step size
   */
  step(gradients: readonly tf.Tensor[], learningRate: number): void {
    this.steps += 1;
    const { beta1, beta2, epsilon, weightDecay, clipNorm } = this.options;
    const rate = (learningRate * Math.sqrt(1 - beta2 ** this.steps)) / (1 - beta1 ** this.steps);
    const shift = epsilon * Math.sqrt(1 - beta2 ** this.steps);
    tf.tidy(() => {
      const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
      const norm = tf.sqrt(tf.addN(squares));
      const scale = tf.div(clipNorm, tf.maximum(norm, clipNorm));
      gradients.forEach((raw, i) => {
        const variable = this.variables[i] as tf.Variable;
        const first = this.first[i] as tf.Variable;
        const second = this.second[i] as tf.Variable;
        const gradient = tf.mul(raw, scale);
        first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
        second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
        const change = tf.mul(tf.div(first, tf.add(tf.sqrt(second), shift)), rate);
        const kept =
          this.decays[i] === true && weightDecay > 0
            ? tf.mul(variable, 1 - learningRate * weightDecay)
            : variable;
        variable.assign(tf.sub(kept, change));
      });
    });
  }

  /**
   * Names the moments for a checkpoint.
   *
   * @param names - names of the variables, in order
   * @returns the moments by name; still owned by the optimiser
   */
  slots(names: readonly string[]): Record<string, tf.Variable> {
    const slots: Record<string, tf.Variable> = {};
    names.forEach((name, i) => {
      slots[`adam.first/${name}`] = this.first[i] as tf.Variable;
      slots[`adam.second/${name}`] = this.second[i] as tf.Variable;
    });
    return slots;
  }

  /** Frees the moments. */
  dispose(): void {
    tf.dispose([...this.first, ...this.second]);
  }
}
