"""
E4-Net and the group-equivariant ResNets in the form of the official code: full weights are built anew in each forward pass by n slice assignments into zeros,
generated kernels are turned by assigning slices of the kernel tensor in place, aggregation unfolds the values, and a stride is a max-pool after the convolution.
"""
import math

import torch
from torch import nn
from torch.nn import functional as F


def turn(x, g):
    """Element g of D4 on the last two dimensions: g % 4 quarter turns, then for g >= 4 a flip."""
    x = torch.rot90(x, g % 4, (-2, -1))
    return x.flip(-1) if g >= 4 else x


def permutation(g, n):
    """Where the values at h come from: g^-1 h, element j < 4 being r^j and 4 + j being m r^j."""
    def product(a, b):
        rotation = ((-a if b >= 4 else a) + b) % 4
        return rotation + (4 if (a >= 4) != (b >= 4) else 0)

    inverse = g if g >= 4 else -g % 4
    return [product(inverse, h) for h in range(n)]


class GroupConv(nn.Module):
    """3x3 or 1x1 over regular fields; lifting reads an image."""

    def __init__(self, n, inputs, outputs, kernel, stride=1, lifting=False):
        super().__init__()
        self.n, self.inputs, self.outputs, self.kernel, self.stride, self.lifting = n, inputs, outputs, kernel, stride, lifting
        shape = [outputs, inputs] + ([] if lifting else [n]) + ([kernel, kernel] if kernel > 1 else [])
        fan = inputs * (1 if lifting else n) * kernel * kernel
        self.weight = nn.Parameter(torch.randn(shape) * math.sqrt(2 / fan))

    def forward(self, x):
        n, kernel = self.n, self.kernel
        if self.lifting:
            full = torch.zeros(self.outputs, n, self.inputs, kernel, kernel)
            for g in range(n):
                full[:, g] = turn(self.weight, g)
        else:
            free = self.weight.view(self.outputs, self.inputs, n, kernel, kernel)
            full = torch.zeros(self.outputs, n, self.inputs, n, kernel, kernel)
            for g in range(n):
                full[:, g] = turn(free[:, :, permutation(g, n)], g)
        x = F.conv2d(x, full.reshape(self.outputs * n, -1, kernel, kernel), padding=kernel // 2)
        return F.max_pool2d(x, self.stride, self.stride) if self.stride > 1 else x


class GroupBN(nn.Module):
    def __init__(self, n, fields):
        super().__init__()
        self.n = n
        self.bn = nn.BatchNorm3d(fields)

    def forward(self, x):
        b, c, h, w = x.shape
        return self.bn(x.view(b, c // self.n, self.n, h, w)).view(b, c, h, w)


def aggregate(kernels, values, n, kernel):
    """kernels (B, S, k k, n, H, W) as generated, values (B, C n, H, W)."""
    b, slices, _, _, h, w = kernels.shape
    grid = kernels.view(b, slices, kernel, kernel, n, h, w)
    for g in range(n):
        moved = turn(grid[:, :, :, :, g].permute(0, 1, 4, 5, 2, 3), g).permute(0, 1, 4, 5, 2, 3)
        grid[:, :, :, :, g] = moved.clone()
    unfolded = F.unfold(values, kernel, padding=kernel // 2).view(b, slices, -1, n, kernel * kernel, h, w)
    turned = grid.view(b, slices, kernel * kernel, n, h, w).transpose(2, 3).unsqueeze(2)
    return (turned * unfolded).sum(4).reshape(b, -1, h, w)


class E4(nn.Module):
    def __init__(self, n, fields, kernel, reduction, share):
        super().__init__()
        self.n, self.kernel, self.slices = n, kernel, fields // share
        hidden = int(fields // reduction)
        self.v = GroupConv(n, fields, fields, 1)
        self.reduce = GroupConv(n, fields, hidden, 1)
        self.norm = nn.GroupNorm(hidden, hidden * n)
        self.head = nn.Conv3d(hidden, self.slices * kernel * kernel, 1)

    def forward(self, x):
        b, _, h, w = x.shape
        features = F.relu(self.norm(self.reduce(x))).view(b, -1, self.n, h, w)
        kernels = self.head(features).view(b, self.slices, self.kernel * self.kernel, self.n, h, w)
        return aggregate(kernels, self.v(x), self.n, self.kernel)


class E4Net(nn.Module):
    def __init__(self, width, kernel, reduction, share, n=4):
        super().__init__()
        self.n, self.width = n, width
        self.lift = GroupConv(n, 1, width, 3, lifting=True)
        self.layers = nn.ModuleList([E4(n, width, kernel, reduction, share) for _ in range(6)])
        self.norms = nn.ModuleList([GroupBN(n, width) for _ in range(7)])
        self.fc = nn.Linear(width, 10)

    def forward(self, x):
        x = F.relu(self.norms[0](self.lift(x)))
        for i, layer in enumerate(self.layers):
            x = F.relu(self.norms[i + 1](layer(x)))
            if i > 0:
                x = F.dropout(x, 0.2, self.training)
            if i in (0, 2):
                x = F.max_pool2d(x, 2)
        b, c, h, w = x.shape
        x = F.max_pool3d(x.view(b, self.width, self.n, h, w), (self.n, 1, 1)).squeeze(2)
        return self.fc(x.amax((2, 3)))


class Block(nn.Module):
    def __init__(self, n, inputs, outputs, stride, has_e4):
        super().__init__()
        second = E4(n, outputs, 3, 2, 2) if has_e4 else GroupConv(n, outputs, outputs, 3)
        self.main = nn.Sequential(GroupConv(n, inputs, outputs, 3, stride), nn.Dropout(0.2), GroupBN(n, outputs), nn.ReLU(), second, GroupBN(n, outputs))
        self.shortcut = nn.Sequential()
        if inputs != outputs:
            self.shortcut = nn.Sequential(GroupConv(n, inputs, outputs, 1, stride), GroupBN(n, outputs))

    def forward(self, x):
        return F.relu(self.main(x) + self.shortcut(x))


class GroupResNet18(nn.Module):
    def __init__(self, n, width, has_e4):
        super().__init__()
        self.n = n
        layers = [GroupConv(n, 3, width, 3, lifting=True), GroupBN(n, width), nn.ReLU()]
        inputs = width
        for stage in range(4):
            outputs = width << stage
            layers += [Block(n, inputs, outputs, 2 if stage else 1, has_e4), Block(n, outputs, outputs, 1, has_e4)]
            inputs = outputs
        self.layers = nn.Sequential(*layers)
        self.fc = nn.Linear(inputs, 10)

    def forward(self, x):
        x = self.layers(x)
        b, c, h, w = x.shape
        x = F.max_pool3d(x.view(b, c // self.n, self.n, h, w), (self.n, 1, 1)).squeeze(2)
        return self.fc(x.mean((2, 3)))


def step(net, optimizer, images, labels):
    def run(count):
        for _ in range(count):
            optimizer.zero_grad()
            F.cross_entropy(net(images), labels).backward()
            optimizer.step()

    return run


def e4_net(batch, large):
    net = E4Net(24, 5, 2, 2) if large else E4Net(16, 5, 1, 8)
    optimizer = torch.optim.Adam(net.parameters(), 0.02, weight_decay=1e-4)
    return step(net, optimizer, torch.rand(batch, 1, 28, 28), torch.randint(0, 10, (batch,)))


def resnet18(batch, n, has_e4):
    net = GroupResNet18(n, 32 if n == 4 else 22, has_e4)
    optimizer = torch.optim.SGD(net.parameters(), 0.1, momentum=0.9, weight_decay=5e-4, nesterov=True)
    return step(net, optimizer, torch.randn(batch, 3, 32, 32), torch.randint(0, 10, (batch,)))


def copying(kernel):
    """What aggregation cannot help moving, as a plain copy: K read twice and its gradient written, five planes of values read or written."""
    planes = 3 * 16 * kernel * kernel * 4 + 5 * 128
    source, target = torch.randn(128, planes // 2, 32, 32), torch.empty(128, planes // 2, 32, 32)

    def run(count):
        for _ in range(count):
            target.copy_(source)

    return run
