// A Web Worker of the tests: its items are texts, as of a file format.
import { serveFeaturize } from "@ftcp/featurize";

import { readText } from "./readText.ts";

serveFeaturize(self, readText);
