/** Number of colours in the maps of latent space. */
export const latentColorCount = 20;
