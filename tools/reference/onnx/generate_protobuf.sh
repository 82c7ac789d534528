#!/usr/bin/env bash
# Makes packages/onnx/proto/onnx_pb.js and .d.ts from the onnx.proto of the Python package onnx (Apache-2.0).
# Needs: pip install -r tools/reference/onnx/requirements.txt, and npm ci.
set -euo pipefail
cd "$(dirname "$0")/../../.."
python=${FTCP_PYTHON:-python3}
source=$("$python" -c 'import onnx, pathlib; print(pathlib.Path(onnx.__file__).parent)')
work=$(mktemp -d)
cp "$source/onnx-ml.proto" "$work/onnx.proto"
"$python" -m grpc_tools.protoc -I "$work" --plugin=node_modules/.bin/protoc-gen-es \
  --es_out="$work" --es_opt=target=js+dts,import_extension=js onnx.proto
mv "$work"/onnx_pb.js "$work"/onnx_pb.d.ts packages/onnx/proto/
rm -r "$work"
