"""
What torchvision and PIL make of image files, for the tests to compare with: python3 torchvision_peer.py FOLDER FILE...

Writes files of kinds that photographs rarely have into FOLDER, then, for these and the given files in turn, results named <number>.<what>: three
32-bit sizes (channels, height, width) and the pixels, uint8 or (.float) float32. The first line of FOLDER/files names the files.
"""
import os
import struct
import sys

import numpy
from PIL import Image, ImageOps
from torchvision.transforms import InterpolationMode, functional as F

BILINEAR, BICUBIC = InterpolationMode.BILINEAR, InterpolationMode.BICUBIC


def unusual(folder):
    y, x = numpy.mgrid[0:61, 0:97]
    waves = [127 + 120 * numpy.sin(x / a + y / b) * numpy.cos(y / c) for a, b, c in [(9, 5, 7), (4, 11, 13), (15, 3, 6)]]
    rgb = Image.fromarray(numpy.stack(waves, 2).astype("uint8"))
    grey, alpha = rgb.convert("L"), Image.fromarray(waves[1].astype("uint8"))
    rgb.save(f"{folder}/plain.jpg", quality=90)
    rgb.save(f"{folder}/fine.jpg", quality=97, subsampling=0)
    rgb.save(f"{folder}/progressive.jpg", progressive=True)
    grey.save(f"{folder}/grey.jpg")
    rgb.convert("CMYK").save(f"{folder}/cmyk.jpg", quality=95)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[274] = orientation
        rgb.save(f"{folder}/turned{orientation}.jpg", exif=exif)
    rgb.save(f"{folder}/plain.png")
    grey.save(f"{folder}/grey.png")
    rgb.convert("P", palette=Image.Palette.ADAPTIVE).save(f"{folder}/palette.png")
    Image.merge("RGBA", [*rgb.split(), alpha]).save(f"{folder}/transparent.png")
    Image.merge("LA", [grey, alpha]).save(f"{folder}/greytransparent.png")
    grey.convert("1").save(f"{folder}/bits.png")
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder))]


def write(path, array):
    array = numpy.asarray(array)
    if array.ndim == 2:
        array = array[:, :, None]
    if array.dtype == numpy.uint8:
        array = array.transpose(2, 0, 1)
    with open(path, "wb") as file:
        file.write(struct.pack("<3i", *array.shape))
        file.write(numpy.ascontiguousarray(array).tobytes())


def results(file):
    opened = Image.open(file)
    turned, image = ImageOps.exif_transpose(opened).convert("RGB"), opened.convert("RGB")
    yield "turned", turned
    yield "decoded", image
    w, h = image.size
    part = (h // 5, w // 7, h // 2, w // 2)
    for name, mode in (("bilinear", BILINEAR), ("bicubic", BICUBIC)):
        yield f"tested.{name}", F.center_crop(F.resize(image, 256, mode), 224)
        yield f"small.{name}", F.resize(image, (30, 40), mode)
        yield f"part.{name}", F.hflip(F.resized_crop(image, *part, (64, 64), mode))
    base = F.resize(image, (48, 64), BICUBIC)
    yield "base", base
    yield "padcrop", F.crop(F.pad(base, 4), 3, 7, 48, 64)
    yield "flip", F.hflip(base)
    yield "centre", F.center_crop(base, 33)
    yield "grey", F.rgb_to_grayscale(base)
    for angle in (17, -133.3, 90, 180):
        yield f"rotated.{angle}", F.rotate(base, angle)
    yield "rotated.smooth", F.rotate(base, 17, BILINEAR)
    for name, mode in (("bilinear", BILINEAR), ("bicubic", BICUBIC)):
        yield f"less.{name}", F.resize(base, (20, 30), mode)
        yield f"more.{name}", F.resize(base, (100, 90), mode)
        yield f"crop.{name}", F.resized_crop(base, 5, 6, 30, 40, (32, 32), mode)
    yield "normalised.float", F.normalize(F.to_tensor(base), (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)).numpy()


def main():
    folder, files = sys.argv[1], sys.argv[2:]
    os.mkdir(f"{folder}/unusual")
    files = unusual(f"{folder}/unusual") + files
    for number, file in enumerate(files):
        for name, result in results(file):
            write(f"{folder}/{number}.{name}", result)
    with open(f"{folder}/files", "w") as names:
        names.write("\n".join(files))


main()
