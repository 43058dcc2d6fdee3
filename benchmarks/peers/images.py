"""
Batches from torchvision's data sets through a DataLoader with two workers, as users of them write it. An operation is one pass over the images; the
workers stay from pass to pass. Run as a program it writes the photographs that both sides read: python3 images.py FOLDER COUNT
"""
import os
import sys

import numpy
import torch

MEAN, STD = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)
WORKERS = 2


def passes(dataset, batch):
    loader = torch.utils.data.DataLoader(dataset, batch, shuffle=True, num_workers=WORKERS, persistent_workers=True, drop_last=True)

    def run(count):
        for _ in range(count):
            for images, labels in loader:
                pass

    return run


class Small(torch.utils.data.Dataset):
    """32 x 32 images in memory, in the way of torchvision's CIFAR10."""

    def __init__(self, count, transform):
        from PIL import Image

        self.open = Image.fromarray
        self.data = numpy.random.RandomState(0).randint(0, 256, (count, 32, 32, 3)).astype("uint8")
        self.transform = transform

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.transform(self.open(self.data[index])), index % 10


def cifar(count, batch):
    from torchvision import transforms as T

    return passes(Small(count, T.Compose([T.RandomCrop(32, padding=4), T.RandomHorizontalFlip(), T.ToTensor(), T.Normalize(MEAN, STD)])), batch)


def folder(batch):
    from torchvision import datasets, transforms as T

    return passes(datasets.ImageFolder(os.environ["ENN_BENCH_IMAGES"], T.Compose([T.Resize(256), T.CenterCrop(224), T.ToTensor(), T.Normalize(MEAN, STD)])), batch)


def write(path, count):
    """Photograph-like JPEGs of 500 x 375 (noise whose amplitude falls with its frequency), in two class folders."""
    from PIL import Image

    random = numpy.random.RandomState(0)
    frequency = 1 / numpy.maximum(numpy.hypot(numpy.fft.fftfreq(375)[:, None], numpy.fft.rfftfreq(500)[None]), 1 / 375)
    for i in range(count):
        noise = [numpy.fft.irfft2(numpy.fft.rfft2(random.randn(375, 500)) * frequency, (375, 500)) for _ in range(3)]
        pixels = numpy.stack([noise[0] + 0.3 * noise[c] for c in range(3)], 2)
        pixels = 127 + 50 * (pixels - pixels.mean()) / pixels.std()
        place = os.path.join(path, str(i % 2))
        os.makedirs(place, exist_ok=True)
        Image.fromarray(pixels.clip(0, 255).astype("uint8")).save(os.path.join(place, f"{i:04}.jpg"), quality=90)


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]))
