import { createJestConfig } from "../../jest.preset.js";

// Training a network, however small, takes seconds on a busy machine.
export default { ...createJestConfig(import.meta.dirname, "vae"), testTimeout: 60_000 };
