"""
The non-negative MLP 784-100-200-10 in the form of the official code: a layer is two linears, one of the input and one of its mirror, then the bias and
the shift; photonic sinusoidal activations; log-softmax; negative log-likelihood; CSGD.
"""
import math

import torch
from torch import nn
from torch.nn import functional as F

ALPHA = 1.0


class NonNegativeLinear(nn.Module):
    """W+ x + W- (alpha - x) + b', less the shift c, from an ordinary layer's weight and bias."""

    def __init__(self, linear):
        super().__init__()
        weight, bias = linear.weight.detach(), linear.bias.detach()
        negative = (-weight).clamp(min=0)
        integrated = bias - ALPHA * negative.sum(1)
        shift = integrated.abs().max()
        self.weight_pos = nn.Parameter(weight.clamp(min=0))
        self.weight_neg = nn.Parameter(negative)
        self.bias = nn.Parameter(integrated + shift)
        self.register_buffer("alpha", torch.tensor(ALPHA))
        self.register_buffer("shift", shift)

    def forward(self, x):
        positive = F.linear(x, self.weight_pos)
        negative = F.linear(self.alpha - x, self.weight_neg)
        return positive + negative + self.bias - self.shift


class Sinusoidal(nn.Module):
    def forward(self, x):
        return torch.sin(torch.clamp(x, 0, 1) * (math.pi / 2)) ** 2


class CSGD(torch.optim.Optimizer):
    """theta <- max(0, theta - lr g)."""

    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    parameter.add_(parameter.grad, alpha=-group["lr"]).clamp_(min=0)


def mlp(batch):
    layers = [nn.Linear(784, 100), nn.Linear(100, 200), nn.Linear(200, 10)]
    for layer in layers:
        nn.init.xavier_normal_(layer.weight)
    first, second, third = map(NonNegativeLinear, layers)
    net = nn.Sequential(first, Sinusoidal(), second, Sinusoidal(), third, nn.LogSoftmax(dim=1))
    optimizer = CSGD(net.parameters(), 0.05)
    images, labels = torch.rand(batch, 784), torch.randint(0, 10, (batch,))

    def run(count):
        for _ in range(count):
            optimizer.zero_grad()
            F.nll_loss(net(images), labels).backward()
            optimizer.step()

    return run
