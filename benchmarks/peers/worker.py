"""The peer's side of a benchmark, driven over standard input as our own worker is: `warm SECONDS`, `round COUNT`, `measure`."""
import sys
import time

import torch

import eidetic
import eigen
import equivariant
import images
import networks
import nonnegative
import small
import whitening


def worker(name):
    """A function that runs the operation `count` times, or one that measures."""
    return {
        "add": small.add,
        "add-grad": small.add_grad,
        "add-forgotten": small.add,
        "item": small.item,
        "shape": small.shape,
        "memory": small.memory,
        "mlp-128": lambda: networks.mlp(128),
        "mlp-128/set_to_none": lambda: networks.mlp(128, set_to_none=True),
        "mlp-8": lambda: networks.mlp(8),
        "mlp-8/set_to_none": lambda: networks.mlp(8, set_to_none=True),
        "resnet18": networks.resnet18,
        "resnet18-nhwc": networks.resnet18,
        "data-cifar": lambda: images.cifar(5120, 128),
        "data-folder": lambda: images.folder(16),
        "nonnegative": lambda: nonnegative.mlp(256),
        **{f"eigen-resnet18-{batch}": lambda batch=batch: eigen.resnet18(batch) for batch in (32, 128)},
        "eigen-penalty": eigen.penalty,
        "eigen-evit": lambda: eigen.evit(8),
        "eigen-evaluation": eigen.dense_evaluation,
        **{f"eidetic-mlp-task{task}{variant}": lambda task=task, dense=bool(variant): eidetic.mlp(task, dense) for task in (0, 5) for variant in ("", "/dense")},
        **{f"eidetic-convnet-task{task}{variant}": lambda task=task, dense=bool(variant): eidetic.convnet(task, dense) for task in (0, 1) for variant in ("", "/dense")},
        "e4-normal-16": lambda: equivariant.e4_net(16, large=False),
        "e4-normal-128": lambda: equivariant.e4_net(128, large=False),
        "e4-large-16": lambda: equivariant.e4_net(16, large=True),
        "e4-large-128": lambda: equivariant.e4_net(128, large=True),
        "p4-e4-resnet18": lambda: equivariant.resnet18(16, 4, has_e4=True),
        "p4m-e4-resnet18": lambda: equivariant.resnet18(16, 8, has_e4=True),
        "p4-resnet18": lambda: equivariant.resnet18(16, 4, has_e4=False),
        "p4m-resnet18": lambda: equivariant.resnet18(16, 8, has_e4=False),
        "e4-aggregate-3/copy": lambda: equivariant.copying(3),
        "e4-aggregate-5/copy": lambda: equivariant.copying(5),
        "whitening-norm": whitening.batch_norm,
        "whitening-resnet18": whitening.resnet18,
        **{f"whitening-d{size}": lambda size=size: whitening.zca(size, 32) for size in (4, 8, 16, 32, 64)},
        **{f"whitening-8x8-d{size}": lambda size=size: whitening.zca(size, 8) for size in (4, 16, 64)},
        **{f"whitening-matrix-d{size}": lambda size=size: whitening.matrices(size) for size in (4, 16, 64)},
    }[name]()


# As on our side (Worker.cs): operations that a warm-up has at least, and how many times its length it may take for them.
LEAST_OPERATIONS = 8
PATIENCE = 10


def warm(run, seconds):
    begin, count, done = time.monotonic(), 1, 0
    while True:
        start = time.monotonic()
        run(count)
        now = time.monotonic()
        rate = count / (now - start)
        done += count
        if now - begin >= (seconds if done >= LEAST_OPERATIONS else PATIENCE * seconds):
            return rate
        count = max(1, min(2 * count, int(rate * seconds / 50)))


def timed(run, count):
    cpu, wall = time.process_time(), time.monotonic()
    run(count)
    return (time.monotonic() - wall) / count, (time.process_time() - cpu) / count


def main():
    torch.set_num_threads(int(sys.argv[2]))
    torch.manual_seed(0)
    run = worker(sys.argv[1])
    for line in sys.stdin:
        command, *argument = line.split()
        if command == "warm":
            print(warm(run, float(argument[0])), flush=True)
        elif command == "round":
            print(*timed(run, int(argument[0])), flush=True)
        else:
            print(run(), flush=True)


main()
