#!/usr/bin/env bash
# Makes packages/pretrained/models/ternary-quaternary-40-thermoelectric from the dataset: trains semi-supervised,
# evaluates on the test split, also with weights of float32, and writes the model card. Needs
# `npm ci && npm run build` and the dataset (not part of this repository).
# Usage: tools/pretrained/make-ternary-quaternary-40-thermoelectric.sh ../shared/data/crystals.jsonl.gz [ENGINE]
# ONLY_CARD=1 writes the card of the model that is there.
set -euo pipefail
cd "$(dirname "$0")/../.."
data=$1
engine=${2:-onnxruntime-node}
name=ternary-quaternary-40-thermoelectric
run=runs/$name
model=packages/pretrained/models/$name
ftcp=(node packages/cli/bin/ftcp.js)

# Designs start from crystals near the hull; all others are learned from.
train=(train --data "$data" --split train --preset ftcp --elements 3-4 --max-sites 40
  --property formation_energy_per_atom band_gap --sparse-property e_above_hull_recomputed Powerfactor
  --index-where "e_above_hull_recomputed<0.03" --latent-size 384 --network '{"hidden":384}' --beta 0.1
  --epochs 20 --seed 1 --precision int8 --engine "$engine" --threads 1
  --attribution "Structures and labels: Materials Project, CC BY 4.0 (Jain et al., APL Materials 1, 011002 (2013)); transport data: Ricci et al., Scientific Data 4, 170085 (2017)"
  --out "$run")
if [ -n "${ONLY_CARD:-}" ]; then
  exec node tools/pretrained/write-card.js "$model" "${train[@]}"
fi
TIMEFORMAT="%R %U %S"
mkdir -p "$model" "$run-float32"
{ time "${ftcp[@]}" "${train[@]}" 2>&3; } 3>&2 2>"$run.time"
node tools/pretrained/write-training.js "$model" "$run" $(<"$run.time")
cp "$run/model.safetensors" "$run/index.json" "$run/index.bin" "$model/"
"${ftcp[@]}" evaluate --model "$model" --data "$data" --split test --matches --json >"$model/metrics.json"
# The last checkpoint holds the weights as they were trained.
cp "$run/checkpoint.safetensors" "$run-float32/"
"${ftcp[@]}" "${train[@]}" --precision float32 --out "$run-float32" --resume
"${ftcp[@]}" evaluate --model "$run-float32" --data "$data" --split test --json >"$model/metrics-float32.json"
node tools/pretrained/measure-designs.js "$model" "$data"
node tools/pretrained/write-card.js "$model" "${train[@]}"
