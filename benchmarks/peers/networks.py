"""Training steps of ordinary networks: gradients cleared, forward, cross-entropy, backward, SGD with momentum."""
import torch
from torch import nn
from torch.nn import functional as F


def step(net, optimizer, images, labels, set_to_none=False):
    def run(count):
        for _ in range(count):
            optimizer.zero_grad(set_to_none=set_to_none)
            F.cross_entropy(net(images), labels).backward()
            optimizer.step()

    return run


def mlp(batch, set_to_none=False):
    net = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))
    optimizer = torch.optim.SGD(net.parameters(), 0.01, momentum=0.9)
    return step(net, optimizer, torch.rand(batch, 784), torch.randint(0, 10, (batch,)), set_to_none)


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, input):
        x = F.relu(self.bn1(self.conv1(input)))
        x = self.bn2(self.conv2(x))
        return F.relu(x + (input if self.downsample is None else self.downsample(input)))


class ResNet18(nn.Module):
    def __init__(self):
        super().__init__()
        layers = [nn.Conv2d(3, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU()]
        inputs = 64
        for outputs in (64, 128, 256, 512):
            layers += [BasicBlock(inputs, outputs, 1 if outputs == 64 else 2), BasicBlock(outputs, outputs, 1)]
            inputs = outputs
        self.layers = nn.Sequential(*layers)
        self.fc = nn.Linear(512, 10)

    def forward(self, input):
        return self.fc(self.layers(input).mean((2, 3)))


def resnet18():
    net = ResNet18()
    optimizer = torch.optim.SGD(net.parameters(), 0.1, momentum=0.9, weight_decay=5e-4)
    return step(net, optimizer, torch.randn(32, 3, 32, 32), torch.randint(0, 10, (32,)))
