"""
Eigen networks in the form of the official code: convolutions compose W = Q diag(L) P^T at every forward pass, linear layers apply the factors in turn, and the
penalty ||Q^T Q - I||^2 + ||P^T P - I||^2 of every layer is added to the loss one by one. Factors start random: their values make no difference in time.
"""
import math

import torch
from torch import nn
from torch.nn import functional as F

WEIGHT = 1e-5


class Factored(nn.Module):
    def __init__(self, outputs, inputs):
        super().__init__()
        rank = min(outputs, inputs)
        self.Q = nn.Parameter(torch.randn(outputs, rank) / math.sqrt(outputs))
        self.Lambda = nn.Parameter(torch.ones(rank))
        self.P = nn.Parameter(torch.randn(inputs, rank) / math.sqrt(inputs))

    def penalty(self):
        eye = torch.eye(len(self.Lambda))
        return torch.norm(self.Q.t() @ self.Q - eye) ** 2 + torch.norm(self.P.t() @ self.P - eye) ** 2


class Conv(Factored):
    def __init__(self, inputs, outputs, kernel, stride=1, padding=0, bias=False):
        super().__init__(outputs, inputs * kernel * kernel)
        self.shape, self.stride, self.padding = (outputs, inputs, kernel, kernel), stride, padding
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None

    def forward(self, x):
        weight = (self.Q * self.Lambda) @ self.P.t()
        return F.conv2d(x, weight.view(self.shape), self.bias, self.stride, self.padding)


class Linear(Factored):
    def __init__(self, inputs, outputs):
        super().__init__(outputs, inputs)
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        return ((x @ self.P) * self.Lambda) @ self.Q.t() + self.bias


class DenseConv(nn.Conv2d):
    def __init__(self, inputs, outputs, kernel, stride=1, padding=0):
        super().__init__(inputs, outputs, kernel, stride=stride, padding=padding, bias=False)


class Block(nn.Module):
    def __init__(self, conv, inputs, outputs, stride):
        super().__init__()
        self.conv1, self.bn1 = conv(inputs, outputs, 3, stride, 1), nn.BatchNorm2d(outputs)
        self.conv2, self.bn2 = conv(outputs, outputs, 3, 1, 1), nn.BatchNorm2d(outputs)
        self.shortcut = nn.Sequential()
        if inputs != outputs:
            self.shortcut = nn.Sequential(conv(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + self.shortcut(x))


class ResNet18(nn.Module):
    def __init__(self, conv, linear, classes):
        super().__init__()
        layers, inputs = [conv(3, 64, 3, 1, 1), nn.BatchNorm2d(64), nn.ReLU()], 64
        for outputs in (64, 128, 256, 512):
            layers += [Block(conv, inputs, outputs, 1 if outputs == 64 else 2), Block(conv, outputs, outputs, 1)]
            inputs = outputs
        self.layers, self.fc = nn.Sequential(*layers), linear(512, classes)

    def forward(self, x):
        return self.fc(self.layers(x).mean((2, 3)))


class Encoder(nn.Module):
    WIDTH, HEADS, HIDDEN, DROPOUT = 768, 12, 3072, 0.1

    def __init__(self):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(self.WIDTH, eps=1e-6), nn.LayerNorm(self.WIDTH, eps=1e-6)
        self.query, self.key, self.value, self.out = (Linear(self.WIDTH, self.WIDTH) for _ in range(4))
        self.rise, self.fall = Linear(self.WIDTH, self.HIDDEN), Linear(self.HIDDEN, self.WIDTH)

    def drop(self, x):
        return F.dropout(x, self.DROPOUT, self.training)

    def forward(self, x):
        batch, tokens, width = x.shape
        normal = self.ln1(x)
        q, k, v = (f(normal).view(batch, tokens, self.HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        weights = torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(width // self.HEADS), dim=-1)
        x = x + self.drop(self.out((weights @ v).transpose(1, 2).reshape(batch, tokens, width)))
        return x + self.drop(self.fall(self.drop(F.gelu(self.rise(self.ln2(x))))))


class EViT(nn.Module):
    def __init__(self, depth, classes=1000, side=224, patch=16, width=Encoder.WIDTH):
        super().__init__()
        self.patches = Conv(3, width, patch, stride=patch, bias=True)
        self.token = nn.Parameter(torch.zeros(1, 1, width))
        self.positions = nn.Parameter(torch.randn(1, (side // patch) ** 2 + 1, width) * 0.02)
        self.layers = nn.Sequential(*(Encoder() for _ in range(depth)))
        self.ln, self.head = nn.LayerNorm(width, eps=1e-6), Linear(width, classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        return self.head(self.ln(self.layers(F.dropout(x, Encoder.DROPOUT, self.training)))[:, 0])


def layers_of(net):
    return [module for module in net.modules() if isinstance(module, Factored)]


def training(net, batch, side, classes):
    optimizer = torch.optim.AdamW(net.parameters(), 1e-3)
    layers, images, labels = layers_of(net), torch.randn(batch, 3, side, side), torch.randint(0, classes, (batch,))

    def run(count):
        for _ in range(count):
            optimizer.zero_grad()
            loss = F.cross_entropy(net(images), labels)
            loss = loss + WEIGHT * sum(layer.penalty() for layer in layers)
            loss.backward()
            optimizer.step()

    return run


def resnet18(batch):
    return training(ResNet18(Conv, Linear, 100), batch, 32, 100)


def evit(batch):
    return training(EViT(2), batch, 224, 1000)


def penalty():
    layers = layers_of(ResNet18(Conv, Linear, 100))

    def run(count):
        for _ in range(count):
            for layer in layers:
                layer.Q.grad = layer.P.grad = None
            (WEIGHT * sum(layer.penalty() for layer in layers)).backward()

    return run


def dense_evaluation():
    net, images = ResNet18(DenseConv, nn.Linear, 100).eval(), torch.randn(32, 3, 32, 32)

    @torch.no_grad()
    def run(count):
        for _ in range(count):
            net(images)

    return run
