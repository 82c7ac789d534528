"""Read and write tables of crystals with pandas, pyarrow and numpy.

    exchangeFormats.py read FILE...           prints a JSON object: for each file the rows, null for missing values
    exchangeFormats.py write FOLDER < rows    writes the rows (a JSON array of objects) in every form
"""

import json
import pathlib
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.json
import pyarrow.parquet as pq


def plain(value):
    if isinstance(value, (np.floating, float)):
        return None if np.isnan(value) else float(value)
    if isinstance(value, (np.integer, np.bool_)):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    return None if value is None or value is pd.NA else value


def rows_of(frame: pd.DataFrame) -> list[dict]:
    return [{name: plain(value) for name, value in row.items()} for row in frame.to_dict(orient="records")]


def read(path: pathlib.Path) -> list[dict]:
    name = path.name.removesuffix(".gz").removesuffix(".zst")
    compression = {".gz": "gzip", ".zst": "zstd"}.get(path.suffix)
    texts = {"name": str}
    if name.endswith(".parquet"):
        pq.ParquetFile(path, page_checksum_verification=True)
        assert pd.read_parquet(path).equals(pq.read_table(path).to_pandas())
        return pq.read_table(path).to_pylist()
    if name.endswith((".arrow", ".feather", ".ipc")):
        assert pa.feather.read_table(path).equals(pa.ipc.open_file(path).read_all())
        return pa.feather.read_table(path).to_pylist()
    if name.endswith(".arrows"):
        return pa.ipc.open_stream(path).read_all().to_pylist()
    with pa.input_stream(str(path), compression=compression) as stream:
        text = stream.read().decode()
    file = path.with_name(f"plain-{name}")
    file.write_text(text)
    if name.endswith(".jsonl"):
        return rows_of(pd.read_json(file, lines=True, dtype=texts, precise_float=True))
    if name.endswith((".csv", ".tsv")):
        separator = "\t" if name.endswith(".tsv") else ","
        return rows_of(pd.read_csv(file, sep=separator, dtype=texts, float_precision="round_trip"))
    if name.endswith(".json"):
        table = json.loads(text)
        if isinstance(table, list):
            return table
        # As matminer's load_dataframe_from_json reads it.
        return [dict(zip(table["columns"], row)) for row in table["data"]]
    raise ValueError(f"{path}: no form of which this knows")


def read_npz(path: pathlib.Path) -> dict:
    with np.load(path, allow_pickle=False) as arrays:
        return {
            name: {"dtype": array.dtype.kind, "shape": array.shape, "values": [plain(x) for x in array.ravel()]}
            for name, array in arrays.items()
        }


def write(folder: pathlib.Path, rows: list[dict]) -> None:
    frame = pd.DataFrame(rows)
    table = pa.Table.from_pylist(rows)
    for codec in ("none", "snappy", "gzip", "zstd", "brotli", "lz4"):
        pq.write_table(table, folder / f"{codec}.parquet", compression=codec)
    frame.to_parquet(folder / "pandas.parquet")
    frame.to_feather(folder / "pandas.feather")
    for codec in ("uncompressed", "lz4", "zstd"):
        pa.feather.write_feather(table, str(folder / f"{codec}.arrow"), compression=codec)
    with pa.ipc.new_stream(folder / "stream.arrows", table.schema) as writer:
        writer.write_table(table)
    frame.to_json(folder / "lines.jsonl", orient="records", lines=True, double_precision=15)
    frame.to_csv(folder / "table.csv", index=False)
    frame.to_csv(folder / "table.tsv.gz", sep="\t", index=False)
    with pa.output_stream(str(folder / "table.csv.zst"), compression="zstd") as stream:
        stream.write((folder / "table.csv").read_bytes())
    (folder / "records.json").write_text(json.dumps(rows))
    columns = {name: np.array([np.nan if x is None else x for x in frame[name]]) for name in ("gap", "count")}
    np.savez(
        folder / "table.npz",
        material_id=np.array([row["material_id"] for row in rows]),
        cif=np.array([row["cif"] for row in rows]),
        name=np.array([row["name"] or "" for row in rows]),
        **columns,
    )


def main() -> None:
    mode, *paths = sys.argv[1:]
    if mode == "write":
        write(pathlib.Path(paths[0]), json.load(sys.stdin))
        return
    answer = {}
    for path in map(pathlib.Path, paths):
        answer[path.name] = read_npz(path) if path.suffix == ".npz" else read(path)
    json.dump(answer, sys.stdout, allow_nan=False)


main()
