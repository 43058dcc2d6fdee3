#!/usr/bin/env bash
# Runs the bundle on a host without .NET: builds the native layer against this host's libtorch (once), then runs a command.
#   ./run.sh COMMAND ...      as ./enn COMMAND ... in the repository; ./run.sh --help lists them
#   ./run.sh selftest [WORD]  the tests of the tensor library and of the models; WORD: only the assemblies named like it
# libtorch is ENN_LIBTORCH=<folder with include/ and lib/>, or else the one inside the torch package of ENN_PYTHON (python3).
# The host needs g++, cmake and make. The built library is kept in ENN_BUILD (build/ beside this file).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${ENN_BUILD:-$here/build}
fail() { printf 'run.sh: %s\n' "$*" >&2; exit 2; }

prefix=${ENN_LIBTORCH:-}
if [[ -z $prefix ]]; then
  prefix=$("${ENN_PYTHON:-python3}" -c 'import importlib.util as u; print(u.find_spec("torch").submodule_search_locations[0])' 2>/dev/null) \
    || fail "no libtorch: ${ENN_PYTHON:-python3} has no torch package. pip install torch, or set ENN_LIBTORCH to a folder with include/ and lib/"
fi
[[ -e $prefix/include/ATen/ATen.h && -e $prefix/lib/libtorch_cpu.so ]] \
  || fail "$prefix holds no libtorch: include/ATen/ATen.h or lib/libtorch_cpu.so is missing"

# Built for another libtorch, or not yet?
key="$prefix $(stat -L -c %Y.%s "$prefix/lib/libtorch_cpu.so")"
if [[ ! -e $build/libenn_torch.so || "$(cat "$build/libtorch.txt" 2>/dev/null)" != "$key" ]]; then
  for tool in cmake make g++; do command -v "$tool" >/dev/null || fail "$tool is not on PATH; it is needed to build the native layer"; done
  printf 'run.sh: building the native layer against %s (a few minutes, once)\n' "$prefix" >&2
  mkdir -p "$build"
  rm -f "$build/libtorch.txt"
  ENN_LIBTORCH=$prefix bash "$here/lib/Enn.Torch/native/build.sh" "$build/libenn_torch.so" || fail "the native layer did not build (messages above)"
  printf '%s\n' "$key" >"$build/libtorch.txt"
fi

export ENN_ROOT=$here ENN_NATIVE=$build/libenn_torch.so ENN_DATA=${ENN_DATA:-$here/data}
if [[ ${1:-} == selftest ]]; then
  shift
  # xunit runs one test class per core: one libtorch thread each.
  OMP_NUM_THREADS=${OMP_NUM_THREADS:-1} exec "$here/app/selftest" "$@"
fi
exec "$here/app/enn" "$@"
