#!/usr/bin/env bash
# Sorts ImageNet-1k into class folders: FOLDER/imagenet/train/nXXXXXXXX/*.JPEG and FOLDER/imagenet/val/nXXXXXXXX/*.JPEG.
#
#   data-scripts/imagenet.sh ILSVRC2012_img_train.tar ILSVRC2012_img_val.tar LOC_val_solution.csv [FOLDER]
#
# The two archives need an account of image-net.org. LOC_val_solution.csv says which class a validation image belongs to; it comes with the competition
# data "ImageNet Object Localization Challenge", which needs an account too. FOLDER is the data folder (ENN_DATA, or data/ here, without it).
# Takes about 160 GB beside the archives. Nothing is overwritten, and nothing looks installed before all is there; then run: ./enn data verify imagenet --record
set -euo pipefail
[[ $# -ge 3 ]] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
train=$(realpath "$1") val=$(realpath "$2") solution=$(realpath "$3")
folder=${4:-${ENN_DATA:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/data}}
target=$folder/imagenet work=$folder/imagenet.part
[[ ! -e $target ]] || { echo "imagenet.sh: $target is there already" >&2; exit 2; }

check() { echo "$2  $1" | md5sum --check --quiet || { echo "imagenet.sh: $1 is damaged" >&2; exit 2; }; }
check "$train" 1d675b47d978889d74fa0da5fadfb00e
check "$val" 29b22e2961454d5413ddabcf34fc5622

rm -rf "$work"
mkdir -p "$work/train" "$work/val" "$work/flat"

# The training archive holds one archive a class.
tar --extract --file "$train" --directory "$work/flat" --no-same-owner
for class in "$work"/flat/n*.tar; do
  name=$(basename "$class" .tar)
  mkdir "$work/train/$name"
  tar --extract --file "$class" --directory "$work/train/$name" --no-same-owner
  rm "$class"
done

tar --extract --file "$val" --directory "$work/flat" --no-same-owner
# ImageId,PredictionString: the class is the first word of the second column.
tail -n +2 "$solution" | tr -d '\r' | while IFS=', ' read -r image class _; do
  [[ $class =~ ^n[0-9]{8}$ && $image =~ ^ILSVRC2012_val_[0-9]{8}$ ]] || { echo "imagenet.sh: $solution: unexpected line: $image $class" >&2; exit 2; }
  mkdir -p "$work/val/$class"
  mv "$work/flat/$image.JPEG" "$work/val/$class/"
done
rmdir "$work/flat" || { echo "imagenet.sh: validation images without a class are left in $work/flat" >&2; exit 2; }
mv "$work" "$target"
echo "$target: $(find "$target/train" -name '*.JPEG' | wc -l) training and $(find "$target/val" -name '*.JPEG' | wc -l) validation images"
