// Loaded by jest before every test file: property tests draw the same cases in every run, so that a
// red test is red because of the change under test. FTCP_TEST_SEED=random (or a number) draws others.
import fc from "fast-check";

const chosen = process.env["FTCP_TEST_SEED"] ?? "20261122";
if (chosen !== "random") fc.configureGlobal({ seed: Number(chosen) });
