/**
 * Which optimiser trains, with its settings.
 *
 * - `adamw`: Adam with decoupled weight decay (Loshchilov and Hutter, arXiv:1711.05101)
 * - `adam`: Adam (Kingma and Ba, arXiv:1412.6980)
 * - `rmsprop`: the reference's, as Keras has it
 */
export type OptimizerConfig =
  | {
      /** Adam, with decay of the weights or without. */
      readonly kind: "adamw" | "adam";
      /** Decay of the first moment; 0.9. */
      readonly beta1?: number;
      /** Decay of the second moment; 0.99. */
      readonly beta2?: number;
      /** Added to the root of the second moment; 1e-8. */
      readonly epsilon?: number;
      /** Decoupled weight decay per unit of learning rate; 0.01, for `adamw` alone. */
      readonly weightDecay?: number;
    }
  | {
      /** Steps divided by the root of a running mean of squared gradients. */
      readonly kind: "rmsprop";
      /** Decay of the running mean; 0.9. */
      readonly decay?: number;
      /** Added to its root; 1e-7. */
      readonly epsilon?: number;
    };
