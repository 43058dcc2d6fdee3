#!/usr/bin/env bash
# Builds the native layer: build.sh OUTPUT.so
# ENN_LIBTORCH=<prefix> selects the libtorch: a folder with include/ and lib/ (a libtorch archive, or site-packages/torch). Without it: Debian's.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: build.sh OUTPUT.so}
build=$(dirname "$out")/build
mkdir -p "$build"
# Where ccache is there, another clone or a clean build costs seconds.
if command -v ccache >/dev/null; then export CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR=$here CCACHE_NOHASHDIR=1; fi
rm -f "$build/CMakeCache.txt"
cmake -S "$here" -B "$build" -DCMAKE_BUILD_TYPE=Release -DENN_LIBTORCH="${ENN_LIBTORCH:-}" >"$build/configure.log" 2>&1 \
  || { cat "$build/configure.log" >&2; exit 1; }
cmake --build "$build" --parallel "$(nproc)" >"$build/build.log" 2>&1 || { tail -n 60 "$build/build.log" >&2; exit 1; }
mv "$build/libenn_torch.so" "$out.part" && mv "$out.part" "$out"
