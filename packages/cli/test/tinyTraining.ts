/** Options of `ftcp train` for a network that trains in a second. */
export const tinyTraining: readonly string[] = [
  ...["--engine", "wasm", "--elements", "3", "--max-sites", "5", "--batch-size", "4"],
  ...["--latent-size", "64", "--network"],
  '{"channels":[4,4],"hidden":8,"regressionHidden":8,"elementCodeSize":5}',
];
