/** Share of a running mean or variance of batch normalisation that a step keeps; Keras' default. */
export const normalizationMomentum = 0.99;
