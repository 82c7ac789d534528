"""Make the golden files of the dataset formats with other people's software.

    python -m venv venv && venv/bin/pip install -r tools/reference/datasets/requirements.txt
    venv/bin/python tools/reference/datasets/make_fixtures.py

Writes packages/datasets/test/fixtures: Parquet and Arrow files by pyarrow and pandas with every codec and the
usual encodings, JSON by pandas, .npy and .npz by numpy, and expected.json, which says what these programs
were told to write.
"""

import datetime
import gzip
import io
import json
import pathlib

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq

FIXTURES = pathlib.Path(__file__).parents[3] / "packages/datasets/test/fixtures"
KINDS = [("Cs", "Cl", 55, 17), ("Cs", "Br", 55, 35), ("Cs", "I", 55, 53), ("Tl", "Cl", 81, 17)]
ROWS = 300


def cif(i: int) -> str:
    first, second, _, _ = KINDS[i % 4]
    a = 4 + i / 1000
    cell = "".join(f"_cell_length_{x} {a}\n_cell_angle_{y} 90\n" for x, y in zip("abc", ("alpha", "beta", "gamma")))
    names = "".join(f"_atom_site_{x}\n" for x in ("type_symbol", "fract_x", "fract_y", "fract_z"))
    return f"data_{i}\n{cell}loop_\n{names}{first} 0 0 0\n{second} 0.5 0.5 0.5\n"


def structure(i: int) -> dict:
    first, second, _, _ = KINDS[i % 4]
    a = 4 + i / 1000
    site = lambda element, x: {"species": [{"element": element, "occu": 1}], "abc": [x, x, x], "label": element}
    return {
        "@module": "pymatgen.core.structure",
        "@class": "Structure",
        "lattice": {"matrix": [[a, 0, 0], [0, a, 0], [0, 0, a]]},
        "sites": [site(first, 0), site(second, 0.5)],
    }


EXPECTED = [
    {
        "id": f"mp-{i}",
        "a": 4 + i / 1000,
        "elements": list(KINDS[i % 4][:2]),
        "properties": {
            **({} if i % 7 == 3 else {"band_gap": i / 8 - 1}),
            "nsites": 2,
            "big": 2**40 + i,
            "half": i / 4,
        },
        "labels": {
            "huge": str(2**60 + i),
            "stable": "true" if i % 2 else "false",
            **({} if i % 5 == 0 else {"system": ["cubic", "hexagonal", "trigonal"][i % 3]}),
            "day": f"2026-01-{1 + i % 28:02}T00:00:00.000Z",
            "stamp": f"2026-01-01T00:00:00.{i:03}Z",
            "list": json.dumps([float(j) for j in range(i % 4)]).replace(" ", "").replace(".0", ""),
            **({} if i % 6 == 1 else {"nested": json.dumps([[i, None], []]).replace(" ", "")}),
            "struct": json.dumps({"x": i, "y": {"z": f"é{i}"}}, ensure_ascii=False).replace(" ", ""),
        },
    }
    for i in range(ROWS)
]


def table() -> pa.Table:
    columns = {
        "material_id": pa.array([f"mp-{i}" for i in range(ROWS)]),
        "band_gap": pa.array([None if i % 7 == 3 else i / 8 - 1 for i in range(ROWS)]),
        "nsites": pa.array([2] * ROWS, pa.int8()),
        "big": pa.array([2**40 + i for i in range(ROWS)], pa.int64()),
        "huge": pa.array([2**60 + i for i in range(ROWS)], pa.int64()),
        "half": pa.array([i / 4 for i in range(ROWS)], pa.float32()),
        "stable": pa.array([i % 2 == 1 for i in range(ROWS)]),
        "system": pa.array([None if i % 5 == 0 else ["cubic", "hexagonal", "trigonal"][i % 3] for i in range(ROWS)]),
        "day": pa.array([datetime.date(2026, 1, 1 + i % 28) for i in range(ROWS)]),
        "stamp": pa.array([datetime.datetime(2026, 1, 1, 0, 0, 0, 1000 * i) for i in range(ROWS)], pa.timestamp("us")),
        "list": pa.array([[float(j) for j in range(i % 4)] for i in range(ROWS)], pa.list_(pa.float64())),
        "nested": pa.array([None if i % 6 == 1 else [[i, None], []] for i in range(ROWS)], pa.list_(pa.list_(pa.int32()))),
        "struct": pa.array([{"x": i, "y": {"z": f"é{i}"}} for i in range(ROWS)]),
        "cif": pa.array([cif(i) for i in range(ROWS)]),
    }
    return pa.table(columns)


def write_parquet(whole: pa.Table) -> None:
    small = {"data_page_size": 512, "write_batch_size": 16, "row_group_size": 200}
    for codec in ("none", "snappy", "gzip", "zstd", "brotli", "lz4"):
        pq.write_table(whole, FIXTURES / f"{codec}.parquet", compression=codec, **small)
    pq.write_table(whole, FIXTURES / "pages-v2.parquet", data_page_version="2.0", version="2.6", compression="zstd", **small)
    deltas = {
        "material_id": "DELTA_BYTE_ARRAY",
        "cif": "DELTA_LENGTH_BYTE_ARRAY",
        "big": "DELTA_BINARY_PACKED",
        "half": "BYTE_STREAM_SPLIT",
        "huge": "PLAIN",
    }
    pq.write_table(whole, FIXTURES / "deltas.parquet", use_dictionary=False, column_encoding=deltas, **small)
    # As pandas writes by default: the index in a column of its own, one row group.
    frame = pd.DataFrame({"e_form": [i / 2 for i in range(20)], "cif": [cif(i) for i in range(20)]})
    frame.index = pd.Index([f"mp-{i}" for i in range(20)], name="material_id")
    frame.to_parquet(FIXTURES / "pandas.parquet")
    # The columns of OPTIMADE, as data sets on model hubs have them.
    optimade = pa.table(
        {
            "immutable_id": [f"mp-{i}" for i in range(20)],
            "lattice_vectors": [[[4 + i / 1000, 0, 0], [0, 4 + i / 1000, 0], [0, 0, 4 + i / 1000]] for i in range(20)],
            "cartesian_site_positions": [[[0, 0, 0], [2 + i / 2000] * 3] for i in range(20)],
            "species_at_sites": [list(KINDS[i % 4][:2]) for i in range(20)],
            "energy": [float(-i) for i in range(20)],
        }
    )
    pq.write_table(optimade, FIXTURES / "optimade.parquet", compression="zstd")


def write_arrow(whole: pa.Table) -> None:
    for codec in ("uncompressed", "lz4", "zstd"):
        pa.feather.write_feather(whole, str(FIXTURES / f"{codec}.arrow"), compression=codec, chunksize=128)
    with pa.OSFile(str(FIXTURES / "stream.arrows"), "wb") as file:
        with pa.ipc.new_stream(file, whole.schema) as writer:
            writer.write_table(whole, max_chunksize=64)
    dictionary = whole.set_column(7, "system", whole["system"].dictionary_encode())
    pa.feather.write_feather(dictionary, str(FIXTURES / "dictionary.arrow"), compression="lz4")


def write_json() -> None:
    frame = pd.DataFrame(
        {"structure": [structure(i) for i in range(30)], "e_form": [None if i == 3 else i / 2 for i in range(30)]}
    )
    # matminer's store_dataframe_as_json: the dictionary of DataFrame.to_dict(orient="split").
    split = frame.to_dict(orient="split")
    text = json.dumps({"index": split["index"], "columns": split["columns"], "data": split["data"]})
    (FIXTURES / "matminer.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    frame.to_json(FIXTURES / "pandas-split.json", orient="split", double_precision=15)
    frame.assign(material_id=[f"mp-{i}" for i in range(30)]).to_json(
        FIXTURES / "pandas-records.json", orient="records", double_precision=15
    )
    (FIXTURES / "structures.json").write_text(json.dumps([structure(i) for i in range(30)], indent=1))
    by_id = {f"mp-{i}": {"structure": structure(i), "energy": i / 2} for i in range(30)}
    (FIXTURES / "by-id.json").write_text(json.dumps(by_id))


def write_numpy() -> None:
    count = 30
    arrays = {
        "structure_id": np.array([f"mp-{i}" for i in range(count)]),
        "num_atoms": np.full(count, 2),
        "atomic_numbers": np.array([KINDS[i % 4][2:] for i in range(count)], np.int32).reshape(-1),
        "pos": np.tile(np.array([[0, 0, 0], [0.5, 0.5, 0.5]], np.float32), (count, 1)),
        "cell": np.array([np.eye(3) * (4 + i / 1000) for i in range(count)]),
        "band_gap": np.array([np.nan if i == 3 else i / 8 for i in range(count)]),
        "count": np.arange(count, dtype=">i4"),
        "stable": np.arange(count) % 2 == 1,
    }
    np.savez(FIXTURES / "crystals.npz", **arrays)
    np.savez_compressed(FIXTURES / "compressed.npz", **arrays)
    for name in ("num_atoms", "band_gap", "structure_id"):
        np.save(FIXTURES / f"{name}.npy", arrays[name])
    np.save(FIXTURES / "fortran.npy", np.asfortranarray(np.arange(12, dtype=np.float16).reshape(3, 4)))


def main() -> None:
    FIXTURES.mkdir(parents=True, exist_ok=True)
    whole = table()
    write_parquet(whole)
    write_arrow(whole)
    write_json()
    write_numpy()
    (FIXTURES / "expected.json").write_text(json.dumps(EXPECTED, ensure_ascii=False) + "\n")


main()
