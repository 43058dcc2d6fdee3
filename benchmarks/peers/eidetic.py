"""
Training on a sequence of tasks in the form of the official code: every weight has a mask that is multiplied in before each forward, an owner for each of its
entries, and a hook that zeroes the gradients of owned entries after they are accumulated; batch normalisation is computed a second time with kept statistics for
owned channels. Beside it the same networks without any of this.
"""
import torch
from torch import nn
from torch.nn import functional as F

BATCH = 256


class Owned:
    """What one parameter of a module has beside its values: mask, owners, and the hooks that use them."""

    def __init__(self, module, name):
        leaf = getattr(module, name)
        del module._parameters[name]
        module.register_parameter(name + "_orig", leaf)
        module.register_buffer(name + "_mask", torch.ones_like(leaf))
        module.register_buffer(name + "_owner", torch.full_like(leaf, -1))
        self.name = name
        self(module, None)
        module.register_forward_pre_hook(self)
        # Runs behind the node that accumulates the gradient.
        self.node = leaf.expand_as(leaf).grad_fn.next_functions[0][0]
        self.node.register_hook(lambda *_: self.freeze(module, leaf))

    def __call__(self, module, _):
        setattr(module, self.name, getattr(module, self.name + "_orig") * getattr(module, self.name + "_mask"))

    def freeze(self, module, leaf):
        owner = getattr(module, self.name + "_owner")
        if (owner >= 0).any():
            leaf.grad[owner >= 0] = 0


def keep_statistics(module, _):
    if module.training and not hasattr(module, "kept"):
        module.kept = (module.running_mean.clone(), module.running_var.clone())


def mix_statistics(module, inputs, output):
    if not module.training:
        return output
    owned = (module.weight_owner >= 0).view([1, -1] + [1] * (output.dim() - 2))
    frozen = F.batch_norm(inputs[0], *module.kept, module.weight, module.bias, False, 0.0, module.eps)
    return torch.where(owned, frozen, output)


class Network(nn.Module):
    def __init__(self, layers, features, heads, classes):
        super().__init__()
        self.body = nn.Sequential(*layers)
        self.heads = nn.ModuleList([nn.Linear(features, classes) for _ in range(heads)])

    def forward(self, x):
        features = self.body(x)
        return [head(features) for head in self.heads]

    def official(self):
        """Turns it into the official form."""
        self.hooks = []
        for module in list(self.modules()):
            names = [name for name in ("weight", "bias") if name in module._parameters and module._parameters[name] is not None]
            self.hooks += [Owned(module, name) for name in names]
            if isinstance(module, nn.modules.batchnorm._BatchNorm):
                module.register_forward_pre_hook(keep_statistics)
                module.register_forward_hook(mix_statistics)
        return self

    def own(self, tasks, share):
        """Gives each of the tasks an equal part of that share of the neurons of every layer; no synapse leads from a later to an earlier owner."""
        before = None
        for module in self.body:
            if not hasattr(module, "weight_owner"):
                continue
            size = len(module.weight_owner)
            neuron = torch.full((size,), -1.0)
            for task in range(tasks):
                neuron[round(task * share * size / tasks) : round((task + 1) * share * size / tasks)] = task
            module.weight_owner.copy_(neuron.view([-1] + [1] * (module.weight_owner.dim() - 1)).expand_as(module.weight_owner))
            if hasattr(module, "bias_owner"):
                module.bias_owner.copy_(neuron)
            if module.weight_owner.dim() > 1:
                if before is not None:
                    later = (before < 0)[None, :] | (before[None, :] > neuron[:, None])
                    later &= (neuron >= 0)[:, None]
                    module.weight_orig.data[later] = 0
                before = neuron
        return self


def mlp_layers(width, hidden):
    layers, before = [nn.Flatten()], 784
    for _ in range(hidden):
        layers += [nn.Linear(before, width, bias=False), nn.BatchNorm1d(width), nn.ReLU()]
        before = width
    return layers


def conv_layers(width, depth):
    """3x3 convolutions: in, w | w, 4w ... | 4w, 8w | 8w ... | 8w, 32w | 32w ...; pooling behind the first, and behind each that widens after that."""
    plan = [(3, width, True)]
    for factor_in, factor_out, pooled in ((1, 4, False), (4, 8, True), (8, 32, True)):
        plan.append((factor_in * width, factor_out * width, pooled))
        plan += [(factor_out * width, factor_out * width, False)] * (depth - 1)
    layers = []
    for before, after, pooled in plan:
        layers += [nn.Conv2d(before, after, 3, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
        layers += [nn.MaxPool2d(2)] if pooled else []
    return layers + [nn.AdaptiveMaxPool2d(1), nn.Flatten()]


def stepper(network, images, classes, task):
    for index, head in enumerate(network.heads):
        head.requires_grad_(index == task)
    optimizer = torch.optim.Adam([p for p in network.parameters() if p.requires_grad], 2e-4)
    labels = torch.randint(0, classes, (BATCH,))
    network.train()

    def run(count):
        for _ in range(count):
            optimizer.zero_grad()
            F.cross_entropy(network(images)[task], labels).backward()
            optimizer.step()

    return run


def mlp(task, dense=False):
    """784-2000-2000 with ten heads of ten; from task 1 on, a tenth of the neurons belongs to each earlier task."""
    network = Network(mlp_layers(2000, 2), 2000, 10, 10)
    if not dense:
        network.official()
        if task > 0:
            network.own(task, task / 10)
    return stepper(network, torch.rand(BATCH, 1, 28, 28), 10, task)


def convnet(task, dense=False):
    """The small ConvNet with five heads of a hundred; on task 1, half of the channels belong to task 0."""
    network = Network(conv_layers(8, 2), 256, 5, 100)
    if not dense:
        network.official()
        if task > 0:
            network.own(task, 0.5)
    return stepper(network, torch.rand(BATCH, 3, 32, 32), 100, task)
