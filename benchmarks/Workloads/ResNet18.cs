using Enn.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>A training step of ResNet-18 with the CIFAR stem (one 3x3 convolution, no pooling) at batch 32.</summary>
internal sealed class ResNet18 : Workload
{
    private readonly Network _net = new();
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _images = torch.randn(32, 3, 32, 32), _labels = torch.randint(0, 10, [32]);

    internal ResNet18(bool channelsLast)
    {
        if (channelsLast)
        {
            _net.to_channels_last();
            _images = _images.to_channels_last();
        }
        _optimizer = optim.SGD(_net.parameters(), 0.1, momentum: 0.9, weight_decay: 5e-4);
    }

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++)
        {
            using var scope = NewDisposeScope();
            _optimizer.zero_grad();
            nn.functional.cross_entropy(_net.call(_images), _labels).backward();
            _optimizer.step();
        }
    }

    private sealed class Network : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential layers;
        private readonly Linear fc;

        internal Network() : base(nameof(ResNet18))
        {
            layers = nn.Sequential(nn.Conv2d(3, 64, 3, padding: 1, bias: false), nn.BatchNorm2d(64), nn.ReLU());
            var inputs = 64L;
            foreach (var outputs in new long[] { 64, 128, 256, 512 })
            {
                layers.append(new BasicBlock(inputs, outputs, outputs == 64 ? 1 : 2)).append(new BasicBlock(outputs, outputs, 1));
                inputs = outputs;
            }
            fc = nn.Linear(512, 10);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => fc.call(layers.call(input).mean([2, 3]));
    }

    private sealed class BasicBlock : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d conv1, conv2;
        private readonly BatchNorm2d bn1, bn2;
        private readonly Sequential? downsample;

        internal BasicBlock(long inputs, long outputs, long stride) : base(nameof(BasicBlock))
        {
            conv1 = nn.Conv2d(inputs, outputs, 3, stride: stride, padding: 1, bias: false);
            bn1 = nn.BatchNorm2d(outputs);
            conv2 = nn.Conv2d(outputs, outputs, 3, padding: 1, bias: false);
            bn2 = nn.BatchNorm2d(outputs);
            if (inputs != outputs) downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride: stride, bias: false), nn.BatchNorm2d(outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var x = nn.functional.relu(bn1.call(conv1.call(input)));
            x = bn2.call(conv2.call(x));
            return nn.functional.relu(x + (downsample is null ? input : downsample.call(input)));
        }
    }
}
