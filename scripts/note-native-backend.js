// Writes whether tfjs-node is installed into .cache/native-backend.txt, on which turbo's hash of the tests of vae and
// semisupervised depends: a result from before it was installed, or removed, is not replayed.
import fs from "node:fs";

const root = new URL("../", import.meta.url);
const installed = fs.existsSync(new URL("node_modules/@tensorflow/tfjs-node/package.json", root));
const note = `tfjs-node is ${installed ? "" : "not "}installed\n`;
const file = new URL(".cache/native-backend.txt", root);
fs.mkdirSync(new URL(".", file), { recursive: true });
if (!fs.existsSync(file) || fs.readFileSync(file, "utf8") !== note) fs.writeFileSync(file, note);
