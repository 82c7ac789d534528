"""Runs `ftcp` on the shards of a job with Apache Spark: featurize, screen, or dedupe.

    spark-submit ftcp_job.py featurize --data crystals.jsonl --out tensors -- --max-sites 20
    spark-submit ftcp_job.py screen --samples 0:1000000 --out designs -- --sampler lp --seed 1
    spark-submit ftcp_job.py dedupe --data crystals.jsonl --out unique

Spark schedules, retries and moves the lines; `ftcp` does the work and writes one output and one manifest
for each shard to the folder `--out`, which all machines share. A shard that runs twice gives the same bytes,
so lost executors and speculative tasks are harmless. At the end `ftcp merge` checks that every shard is
there once, undamaged, and joins them. What stands behind `--` goes to `ftcp`.
"""

import argparse
import hashlib
import json
import os
import shlex
import subprocess
import sys

from pyspark.sql import SparkSession, functions

SCHEMA = "shard long, read long, written long, failed long, rejected long, done_before boolean"


def run_ftcp(command, arguments, lines=None):
    """One shard in a process of its own; its lines go to standard input. Gives the manifest."""
    text = None
    if lines is not None:
        text = "".join(line + "\n" for line in lines).encode()
        # A pipe that breaks must not pass for the end of the input.
        arguments = [*arguments, "--input-sha256", hashlib.sha256(text).hexdigest()]
    done = subprocess.run([*command, *arguments, "--json"], input=text, capture_output=True)
    if done.returncode not in (0, 1):  # 1: some crystals are not in order; the manifest names them
        raise RuntimeError(f"ftcp ended with {done.returncode}: {done.stderr.decode()[-2000:]}")
    return json.loads(done.stdout)


def summary(manifest):
    counts = manifest["counts"]
    names = ("read", "written", "failed", "rejected")
    return (manifest["shard"]["index"], *(counts[name] for name in names), manifest["wasDone"])


def to_frame(rows):
    import pandas

    return pandas.DataFrame(rows, columns=[part.split()[0] for part in SCHEMA.split(", ")])


def run_groups(make_arguments, command):
    """For mapInPandas: gathers the lines of each shard of a partition, and pipes them to ftcp."""

    def run(frames):
        shards = {}
        for frame in frames:
            for shard, row, line in zip(frame["shard"], frame["row"], frame["line"]):
                shards.setdefault(int(shard), []).append((int(row), line))
        for shard, numbered in sorted(shards.items()):
            numbered.sort(key=lambda pair: pair[0])
            rows = [row for row, _ in numbered]
            arguments = make_arguments(shard, rows)
            yield to_frame([summary(run_ftcp(command, arguments, [line for _, line in numbered]))])

    return run


def number_lines(spark, data):
    """Rows in the order of the file: (row, line), without blank lines."""
    lines = spark.sparkContext.textFile(data).filter(lambda line: line.strip() != "")
    return lines.zipWithIndex().map(lambda pair: (pair[1], pair[0])).toDF("row long, line string")


def shard_bounds(total, count):
    """The rows of each shard, as planShards of @ftcp/shards cuts them."""
    return [(index * total // count, (index + 1) * total // count) for index in range(count)]


def by_rows(spark, options, command, verb, out, suffix):
    """Cuts the lines of a file into shards by rows, and runs `ftcp VERB -` on each."""
    numbered = number_lines(spark, options.data).cache()
    total = numbered.count()
    bounds = shard_bounds(total, options.shards)
    os.makedirs(out, exist_ok=True)

    def make_arguments(shard, rows):
        start, end = bounds[shard]
        if rows != list(range(start, end)):
            raise RuntimeError(f"shard {shard} has not the rows {start} to {end - 1}")
        place = ["--shard", f"{shard}/{len(bounds)}", "--rows", f"{start}:{end}"]
        return [*verb, "-", *place, "--out", os.path.join(out, f"{shard:06d}.{suffix}")]

    # The shard of row r is the greatest i with i * total // count <= r.
    shard = functions.expr(f"((row + 1) * {options.shards} - 1) div {max(total, 1)}")
    grouped = numbered.withColumn("shard", shard).repartition(options.shards, "shard")
    done = grouped.mapInPandas(run_groups(make_arguments, command), SCHEMA).collect()
    # A shard without rows has no partition that would run it.
    empty = [index for index, (start, end) in enumerate(bounds) if start == end]
    return [*done, *(summary(run_ftcp(command, make_arguments(i, []), [])) for i in empty)]


def featurize(spark, options, command):
    return by_rows(spark, options, command, ["featurize", *options.rest], options.out, "npy")


def screen(spark, options, command):
    os.makedirs(options.out, exist_ok=True)
    count, out, samples, rest = options.shards, options.out, options.samples, options.rest

    def run(frames):
        for frame in frames:
            for shard in frame["id"]:
                path = os.path.join(out, f"{shard:06d}.jsonl")
                place = ["--samples", samples, "--shard", f"{shard}/{count}", "--out", path]
                yield to_frame([summary(run_ftcp(command, ["screen", *rest, *place]))])

    return spark.range(0, count, 1, count).mapInPandas(run, SCHEMA).collect()


def dedupe(spark, options, command):
    """Formulas first, by rows; then Spark brings equal formulas together, and each bucket is deduped."""
    count, out, rest = options.shards, options.out, options.rest
    keys = os.path.join(out, "keys")
    by_rows(spark, options, command, ["dedupe", "--keys", "--buckets", str(count)], keys, "jsonl")
    os.makedirs(out, exist_ok=True)

    def make_arguments(shard, _rows):
        path = os.path.join(out, f"{shard:06d}.jsonl")
        return ["dedupe", "-", *rest, "--shard", f"{shard}/{count}", "--out", path]

    lines = spark.read.text(os.path.join(keys, "*.jsonl")).withColumnRenamed("value", "line")
    key = lambda name: functions.get_json_object("line", f"$.ftcp_{name}").cast("long")
    keyed = lines.withColumn("row", key("row")).withColumn("shard", key("bucket"))
    grouped = keyed.repartition(count, "shard")
    done = grouped.mapInPandas(run_groups(make_arguments, command), SCHEMA).collect()
    present = {row[0] for row in done}
    empty = [shard for shard in range(count) if shard not in present]
    return [*done, *(summary(run_ftcp(command, make_arguments(i, []), [])) for i in empty)]


TOOLS = {"featurize": (featurize, "npy"), "screen": (screen, "jsonl"), "dedupe": (dedupe, "jsonl")}


def parse(arguments):
    ours, rest = arguments, []
    if "--" in arguments:
        place = arguments.index("--")
        ours, rest = arguments[:place], arguments[place + 1 :]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tool", choices=sorted(TOOLS))
    parser.add_argument("--data", help="JSON Lines that all machines can read")
    parser.add_argument("--samples", help="with screen: a:b, numbers of the samples, b left out")
    parser.add_argument("--out", required=True, help="folder that all machines share")
    parser.add_argument("--shards", type=int, default=64, help="how many shards")
    parser.add_argument("--ftcp", default="ftcp", help="the command, as a shell would read it")
    options = parser.parse_args(ours)
    if (options.tool == "screen") != (options.samples is not None):
        parser.error("--samples belongs to screen")
    if (options.tool != "screen") != (options.data is not None):
        parser.error("--data belongs to featurize and dedupe")
    options.rest = rest
    return options


def main():
    options = parse(sys.argv[1:])
    run, suffix = TOOLS[options.tool]
    command = shlex.split(options.ftcp)
    spark = SparkSession.builder.appName(f"ftcp {options.tool}").getOrCreate()
    try:
        done = run(spark, options, command)
    finally:
        spark.stop()
    joined = f"{options.out.rstrip('/')}.{suffix}"
    merged = subprocess.run([*command, "merge", options.out, "--out", joined])
    again = sum(1 for row in done if row[5])
    print(f"{len(done)} shards, {again} of them finished before they were asked for")
    sys.exit(0 if merged.returncode in (0, 1) else merged.returncode)


if __name__ == "__main__":
    main()
