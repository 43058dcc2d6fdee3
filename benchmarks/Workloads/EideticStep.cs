using Enn.Eidetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>A training step of a task, batch 256, Adam, behind tasks that own parts of the network.</summary>
internal sealed class EideticStep : Workload
{
    private const int Batch = 256;

    private readonly TaskPhase _phase;
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _images, _labels;

    private EideticStep(EideticNetwork network, int task, double share, Tensor images)
    {
        for (var earlier = 0; earlier < task; earlier++) Own(network, earlier, share / task);
        _phase = network.Begin(task);
        _phase.train();
        _optimizer = optim.Adam(_phase.parameters(), 2e-4);
        (_images, _labels) = (images, randint(0, network.Tasks[task].Outputs, [Batch]));
    }

    /// <summary>784-2000-2000 with ten heads of ten; from task 1 on, a tenth of the neurons belongs to each earlier task.</summary>
    internal static EideticStep Mlp(int task) => new(EideticNetworks.Mlp(), task, task / 10.0, torch.rand(Batch, 1, 28, 28));

    /// <summary>The small ConvNet with five heads of a hundred; on task 1, half of the channels belong to task 0.</summary>
    internal static EideticStep ConvNet(int task) => new(EideticNetworks.ConvNet(), task, 0.5, torch.rand(Batch, 3, 32, 32));

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++)
        {
            using var scope = NewDisposeScope();
            _optimizer.zero_grad();
            _phase.Loss(_phase.call(_images), _labels).backward();
            _optimizer.step();
        }
    }

    private static void Own(EideticNetwork network, int task, double share)
    {
        using var phase = network.Begin(task);
        phase.Prune(network.Groups.ToDictionary(group => group, group => (IReadOnlyCollection<int>)[.. group.Free().Skip((int)Math.Round(share * group.Size))])).Seal();
    }
}
