#!/usr/bin/env bash
# Makes packages/pretrained/models/ternary-20 from the dataset: trains, evaluates on the test split,
# writes the model card. Needs `npm ci && npm run build` and the dataset (not part of this repository).
# Usage: tools/pretrained/make-ternary-20.sh ../shared/data/crystals.jsonl.gz [ENGINE]
# ONLY_CARD=1 writes the card (and the table of the README) of the model that is there.
set -euo pipefail
cd "$(dirname "$0")/../.."
data=$1
engine=${2:-onnxruntime-node}
run=runs/ternary-20
model=packages/pretrained/models/ternary-20

# Binaries teach chemistry; the model, its index and its evaluation are for ternaries.
train=(train --data "$data" --split train --preset ftcp --elements 2-3 --index-elements 3-3
  --max-sites 20 --property formation_energy_per_atom band_gap --seed 1 --precision int8
  --engine "$engine" --threads 1
  --attribution "Structures and labels: Materials Project, CC BY 4.0 (Jain et al., APL Materials 1, 011002 (2013))"
  --out "$run")
if [ -n "${ONLY_CARD:-}" ]; then
  node tools/pretrained/write-card.js "$model" "${train[@]}"
  npx prettier --write README.md
  exit
fi
TIMEFORMAT="%R %U %S"
mkdir -p "$model" "$(dirname "$run")"
{ time node packages/cli/bin/ftcp.js "${train[@]}" 2>&3; } 3>&2 2>"$run.time"
node tools/pretrained/write-training.js "$model" "$run" $(<"$run.time")
cp "$run/model.safetensors" "$run/index.json" "$run/index.bin" "$model/"
node packages/cli/bin/ftcp.js evaluate --model "$model" --data "$data" --split test --matches --json > "$model/metrics.json"
# The last checkpoint holds the weights as they were trained.
mkdir -p "$run-float32"
cp "$run/checkpoint.safetensors" "$run-float32/"
node packages/cli/bin/ftcp.js "${train[@]}" --precision float32 --out "$run-float32" --resume
node packages/cli/bin/ftcp.js evaluate --model "$run-float32" --data "$data" --split test --json > "$model/metrics-float32.json"
node tools/pretrained/measure-designs.js "$model" "$data"
node tools/pretrained/write-card.js "$model" "${train[@]}"
npx prettier --write README.md
