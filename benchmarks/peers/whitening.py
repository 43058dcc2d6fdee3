"""
ZCA whitening in the form of the official code: every group by itself on a C x m copy of the input, an SVD outside the graph, then a loop over eigenvectors
with a custom gradient of 19 power iterations, Rayleigh quotients and one-sided deflation.
"""
import torch
from torch import nn

from networks import ResNet18, step

EPS, MOMENTUM, ITERATIONS = 1e-4, 0.1, 19


class PowerIteration(torch.autograd.Function):
    """The eigenvector itself forward; backward, the truncated series of matrix powers."""

    @staticmethod
    def forward(ctx, matrix, vector):
        ctx.save_for_backward(matrix, vector)
        return vector.clone()

    @staticmethod
    def backward(ctx, gradient):
        matrix, vector = ctx.saved_tensors
        scale = torch.mm(matrix, vector).norm().clamp(min=1e-5)
        term = (torch.eye(len(matrix), dtype=matrix.dtype) - torch.mm(vector, vector.t())) / scale
        power, series = matrix / scale, term
        for _ in range(ITERATIONS):
            term = torch.mm(power, term)
            series = series + term
        return torch.mm(torch.mm(series, gradient), vector.t()), None


def root(matrix):
    """M^(-1/2) over the eigenvectors that the released rule keeps."""
    with torch.no_grad():
        _, values, vectors = torch.svd(matrix)
        share = torch.cumsum(values, 0) / values.sum()
        count = 0
        for i in range(len(values)):
            if share[i] >= 1 - EPS or values[i] <= EPS:
                break
            count = i + 1
    result = torch.zeros_like(matrix)
    for j in range(count):
        vector = PowerIteration.apply(matrix, vectors[:, j : j + 1])
        value = torch.mm(torch.mm(vector.t(), matrix), vector) / torch.mm(vector.t(), vector)
        if value < 0 or (value - values[j]).abs() / values[j] > 0.1:
            break
        result = result + torch.mm(vector, torch.mm(torch.rsqrt(value), vector.t()))
        matrix = matrix - torch.mm(torch.mm(matrix, vector), vector.t())
    return result


class Zca(nn.Module):
    def __init__(self, channels, size):
        super().__init__()
        self.channels, self.groups, self.size = channels, channels // size, size
        self.weight = nn.Parameter(torch.rand(channels, 1))
        self.bias = nn.Parameter(torch.zeros(channels, 1))
        self.register_buffer("running_mean", torch.zeros(channels, 1))
        for group in range(self.groups):
            self.register_buffer(f"running_subspace{group}", torch.eye(size))

    def forward(self, input):
        n, c, h, w = input.shape
        x = input.transpose(0, 1).contiguous().view(c, -1)
        mean = x.mean(-1, keepdim=True)
        x = x - mean
        covariance = torch.mm(x, x.t()) / x.shape[1] + EPS * torch.eye(c)
        rows = []
        for group in range(self.groups):
            at = slice(group * self.size, (group + 1) * self.size)
            matrix = root(covariance[at, at])
            rows.append(torch.mm(matrix, x[at]))
            with torch.no_grad():
                running = getattr(self, f"running_subspace{group}")
                running.copy_(MOMENTUM * matrix + (1 - MOMENTUM) * running)
        with torch.no_grad():
            self.running_mean.copy_(MOMENTUM * mean + (1 - MOMENTUM) * self.running_mean)
        y = torch.cat(rows) * self.weight + self.bias
        return y.view(c, n, h, w).transpose(0, 1)


def backward_of(layer, shape):
    x, gradient = torch.randn(shape, requires_grad=True), torch.randn(shape)

    def run(count):
        for _ in range(count):
            layer.zero_grad(set_to_none=True)
            x.grad = None
            layer(x).backward(gradient)

    return run


def zca(size, side):
    return backward_of(Zca(64, size), (128, 64, side, side))


def batch_norm():
    return backward_of(nn.BatchNorm2d(64), (128, 64, 32, 32))


def matrices(size):
    """The d x d part: the roots of the 64/d covariances and their gradients."""
    half = torch.randn(64 // size, size, 4 * size)
    batch = torch.bmm(half, half.transpose(1, 2)) / (4 * size) + EPS * torch.eye(size)
    gradients = torch.randn(64 // size, size, size)

    def run(count):
        for _ in range(count):
            for matrix, gradient in zip(batch, gradients):
                leaf = matrix.clone().requires_grad_()
                root(leaf).backward(gradient)

    return run


def resnet18():
    net = ResNet18()
    optimizer = torch.optim.SGD(net.parameters(), 0.1, momentum=0.9, weight_decay=5e-4)
    return step(net, optimizer, torch.randn(128, 3, 32, 32), torch.randint(0, 10, (128,)))
