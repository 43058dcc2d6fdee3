"""Single small operations, and the memory of dropped results."""
import torch


def add():
    a, b = torch.ones(4, 4), torch.ones(4, 4)

    def run(count):
        for _ in range(count):
            a + b

    return run


def add_grad():
    a, b = torch.ones(4, 4, requires_grad=True), torch.ones(4, 4)

    def run(count):
        for _ in range(count):
            a + b

    return run


def item():
    a = torch.ones(1)

    def run(count):
        for _ in range(count):
            a.item()

    return run


def shape():
    a = torch.ones(4, 4)

    def run(count):
        for _ in range(count):
            a.shape

    return run


def memory():
    def measure():
        for _ in range(400):
            torch.randn(1000, 1000)
        with open("/proc/self/status") as status:
            line = next(text for text in status if text.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / 1e6

    return measure
