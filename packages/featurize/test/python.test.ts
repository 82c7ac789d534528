import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { writeTensors } from "@ftcp/featurize/node";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { formats, smallLayout as layout, tensorEntries } from "./processes/tensorEntries.ts";

// FTCP_PYTHON names a Python with numpy (and pyarrow), as of tools/reference/featurize/requirements.txt.
const python = process.env["FTCP_PYTHON"];
const describePython = python === undefined ? describe.skip : describe;

/** Sums and ids, printed by Python in JSON with NaN as -1. */
const scripts = {
  npy: "x = np.load(path); ids = None",
  npz: "z = np.load(path); x = z['tensors']; ids = None; layout = json.loads(z['layout.json'])",
  "stored.npz": "x = np.load(path)['tensors']; ids = None",
  arrow: `
import pyarrow as pa
t = pa.ipc.open_file(pa.memory_map(path)).read_all()
x = np.concatenate([chunk.to_numpy_ndarray() for chunk in t['tensor'].chunks])
ids = t['id'].to_pylist()
layout = json.loads(t.schema.metadata[b'ftcp:layout'])`,
  arrows: `
import pyarrow as pa
t = pa.ipc.open_stream(path).read_all()
x = np.concatenate([chunk.to_numpy_ndarray() for chunk in t['tensor'].chunks])
ids = t['id'].to_pylist()`,
};

describePython("Python (needs FTCP_PYTHON)", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ftcp-python-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it.each(Object.keys(scripts) as (keyof typeof scripts)[])("reads our .%s", async (name) => {
    const path = join(folder, `X.${name}`);
    await writeTensors(path, () => tensorEntries(0, 150), { layout, format: formats[name]() });
    const code = `
import json, sys, numpy as np
path = sys.argv[1]
layout = None
${scripts[name]}
y = np.where(np.isnan(x), -1, x).astype(np.float64)
print(json.dumps({"shape": x.shape, "dtype": str(x.dtype), "sums": y.sum((1, 2)).tolist(), "ids": ids, "layout": layout}))`;
    const output = execFileSync(python ?? "", ["-c", code, path], { encoding: "utf8" });
    const seen = JSON.parse(output) as {
      readonly shape: number[];
      readonly dtype: string;
      readonly sums: number[];
      readonly ids: string[] | null;
      readonly layout: unknown;
    };
    const good = [...tensorEntries(0, 150)].flatMap(({ tensor, id }) =>
      tensor === undefined ? [] : [{ data: tensor.data, id }],
    );
    expect(seen.shape).toEqual([good.length, layout.rows, layout.columns]);
    expect(seen.dtype).toBe("float32");
    seen.sums.forEach((sum, at) => {
      const data = good[at]?.data ?? new Float32Array();
      expect(sum).toBeCloseTo(
        data.reduce((total, value) => total + (Number.isNaN(value) ? -1 : value), 0),
        6,
      );
    });
    if (seen.ids !== null) expect(seen.ids).toEqual(good.map(({ id }) => id));
    if (seen.layout !== null) expect(seen.layout).toEqual(layout);
  });
});
