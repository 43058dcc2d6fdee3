using Enn.Benchmarks.Workloads;
using Enn.Equivariant;

namespace Enn.Benchmarks;

/// <summary>All benchmarks and their goals.</summary>
internal static class Catalogue
{
    private static readonly Benchmark[] All =
    [
        new("add", "a 4x4 add, result disposed", () => new Add(requiresGrad: false)) { Goal = 1 / 0.80, GoalThreaded = 1 / 0.80 },
        new("add-grad", "a 4x4 add that records its gradient", () => new Add(requiresGrad: true)) { Goal = 1 / 0.85, GoalThreaded = 1 / 0.85 },
        new("add-forgotten", "a 4x4 add, result left to the collector", () => new AddForgotten()),
        new("item", "item() of a one-element tensor", () => new Item()) { Goal = 1, GoalThreaded = 1 },
        new("shape", "the shape of a 4x4 tensor", () => new Shape()) { Goal = 1, GoalThreaded = 1 },
        new("allocations", "managed objects that a 4x4 add allocates", () => new Allocations()) { Unit = "objects", Limit = 1, Peers = [], Threaded = false },
        new("memory", "resident peak of 400 undisposed 4 MB results", () => new Memory()) { Unit = "MB", Limit = 400, Threaded = false },
        new("mlp-128", "training step of the MLP 784-256-128-10, batch 128", () => new Mlp(128))
        {
            Goal = 1.12, Peers = [PeerKind.Stock, PeerKind.Tuned, PeerKind.SetToNone],
        },
        new("mlp-8", "the same, batch 8", () => new Mlp(8)) { Goal = 1.4, Peers = [PeerKind.Stock, PeerKind.SetToNone] },
        new("resnet18", "training step of ResNet-18 (CIFAR stem), batch 32", () => new Workloads.ResNet18(channelsLast: false))
        {
            Goal = 1, GoalThreaded = 1, Peers = [PeerKind.Stock, PeerKind.Tuned], Rounds = 9,
        },
        new("resnet18-nhwc", "the same in channels_last order, beside the peer in its plain form", () => new Workloads.ResNet18(channelsLast: true))
        {
            Goal = 1.1, GoalThreaded = 1.1, Peers = [PeerKind.Stock, PeerKind.Tuned], Rounds = 9,
        },
        new("nonnegative", "training step of the non-negative MLP 784-100-200-10, batch 256, CSGD", () => new NonNegativeMlp(256))
        {
            Goal = 2.5, GoalThreaded = 2.5, Peers = [PeerKind.Stock, PeerKind.Tuned],
        },
        .. from step in new[] { (Batch: 32, Goal: 1.35, Rounds: 9), (Batch: 128, Goal: 1.15, Rounds: 3) }
           select new Benchmark($"eigen-resnet18-{step.Batch}", $"training step of the Eigen ResNet-18 with its penalty, 100 classes, batch {step.Batch}, AdamW", () => EigenTraining.ResNet18(step.Batch))
           {
               Goal = step.Goal, GoalThreaded = step.Goal, Peers = [PeerKind.Stock, PeerKind.Tuned], Rounds = step.Rounds,
           },
        new("eigen-penalty", "its penalty alone, value and gradient", () => new EigenPenalty()) { Goal = 2, GoalThreaded = 2, Peers = [PeerKind.Stock, PeerKind.Tuned], Rounds = 9 },
        new("eigen-evit", "training step of EViT-B/16 with its penalty, 2 layers, 224 pixels, batch 8, AdamW", () => EigenTraining.EVit(8))
        {
            Goal = 1.4, GoalThreaded = 1.4, Peers = [PeerKind.Stock, PeerKind.Tuned], Rounds = 5,
        },
        new("eigen-evaluation", "the Eigen ResNet-18 in evaluation mode, batch 32, beside the peer's dense twin", () => new EigenEvaluation())
        {
            Goal = 1 / 1.03, GoalThreaded = 1 / 1.03, Peers = [PeerKind.Stock, PeerKind.Tuned], Rounds = 9,
        },
        new("eigen-pipeline", "ENN-l of ResNet-18, batch 32, two stages of one thread: time as a share of the sequential schedule's on one thread", () => new EigenPipeline(1))
        {
            Unit = "share", Limit = 0.625, Peers = [], Threaded = false,
        },
        new("eigen-pipeline-2", "the same as a share of the sequential schedule's on two threads", () => new EigenPipeline(2)) { Unit = "share", Limit = 1, Peers = [], Threaded = false },
        new("eigen-memory", "what tensors hold at the peak of a step of ENN-l, as a share of the same of backpropagation: ResNet-50, batch 32", () => new EigenMemory())
        {
            Unit = "share", Limit = 0.333, Peers = [], Threaded = false,
        },
        E4("e4-normal-16", "training step of E4-Net normal, batch 16, Adam", () => new EquivariantStep(E4NetOptions.Normal, 16), 3.5),
        E4("e4-normal-128", "the same, batch 128", () => new EquivariantStep(E4NetOptions.Normal, 128), 3.5),
        E4("e4-large-16", "training step of E4-Net large, batch 16, Adam", () => new EquivariantStep(E4NetOptions.Large, 16), 3.5),
        E4("e4-large-128", "the same, batch 128", () => new EquivariantStep(E4NetOptions.Large, 128), 3.5),
        E4("p4-e4-resnet18", "training step of p4-E4-ResNet-18, batch 16, SGD", () => new EquivariantStep(ResNet18Options.P4E4, 16), 1.5),
        E4("p4m-e4-resnet18", "training step of p4m-E4-ResNet-18, batch 16, SGD", () => new EquivariantStep(ResNet18Options.P4ME4, 16), 1.7),
        E4("p4-resnet18", "training step of p4-ResNet-18, batch 16, SGD", () => new EquivariantStep(ResNet18Options.P4, 16), 1.15),
        E4("p4m-resnet18", "training step of p4m-ResNet-18, batch 16, SGD", () => new EquivariantStep(ResNet18Options.P4M, 16), 1.15),
        E4("e4-aggregate-3", "E4 aggregation and its gradients beside a copy of as much memory, batch 128, 32 fields of C4, 32x32, kernel 3", () => new EquivariantAggregation(3), 0.5, [PeerKind.Copy]),
        E4("e4-aggregate-5", "the same, kernel 5", () => new EquivariantAggregation(5), 0.5, [PeerKind.Copy]),
        new("e4-aggregate-memory", "what tensors hold at the peak of that of kernel 3 beyond its inputs, as a share of its result and gradients", () => new EquivariantMemory())
        {
            Unit = "share", Limit = 1.05, Peers = [], Threaded = false,
        },
        .. Whitening(32, "whitening-d", 2, 4, 8, 16, 32, 64), .. Whitening(8, "whitening-8x8-d", 5, 4, 16, 64),
        .. from size in new[] { 4, 16, 64 }
           select new Benchmark($"whitening-matrix-d{size}", $"the {64 / size} roots of {size} x {size} covariances and their gradients alone", () => new WhiteningMatrix(size)) { Goal = 20, Threaded = false, Rounds = 9 },
        new("whitening-norm", "ZCA with groups of 16 on (128,64,32,32), forward and backward, beside the peer's batch normalisation", () => new WhiteningLayer(16, 32))
        {
            Goal = 1 / 1.9, GoalThreaded = 1 / 1.9, Peers = [PeerKind.Stock, PeerKind.Tuned], Rounds = 9,
        },
        new("whitening-memory", "memory that ZCA of (128,64,32,32) takes at its peak beside input, output and their gradients, in inputs", () => new WhiteningMemory())
        {
            Unit = "inputs", Limit = 2, Peers = [], Threaded = false,
        },
        new("whitening-resnet18", "training step of ResNet-18 with a ZCA stem, batch 128, beside the peer's with batch normalisation", () => new WhiteningResNet18())
        {
            Goal = 1 / 1.1, GoalThreaded = 1 / 1.1, Peers = [PeerKind.Stock, PeerKind.Tuned], Rounds = 3,
        },
        Eidetic("eidetic-mlp-task0", "training step of the MLP 784-2000-2000 on its first task, batch 256, Adam; the peer with masks and hooks", () => EideticStep.Mlp(0), 1.2),
        Eidetic("eidetic-mlp-task5", "the same on task 5, where five tasks own half of the neurons", () => EideticStep.Mlp(5), 1.6),
        Eidetic("eidetic-convnet-task0", "training step of the small ConvNet on its first task, batch 256, Adam; the peer with masks and hooks", () => EideticStep.ConvNet(0), 1.3),
        Eidetic("eidetic-convnet-task1", "the same on task 1, where task 0 owns half of the channels", () => EideticStep.ConvNet(1), 1.3),
        new("eidetic-taylor", "Taylor scores of the MLP as a share of a training pass's time", () => new EideticScoring(EideticNetworks.Mlp(), 1, 28, 28)) { Unit = "share", Limit = 1.05, Peers = [] },
        new("eidetic-taylor-convnet", "the same of the ConvNet", () => new EideticScoring(EideticNetworks.ConvNet(), 3, 32, 32)) { Unit = "share", Limit = 1.05, Peers = [] },
        new("eidetic-prune", "what tensors hold at the peak of a pruning step of the MLP 784-4096-4096-4096 beyond what they held before, in copies of its weights", () => new EideticPruning()) { Unit = "states", Limit = 1, Peers = [], Threaded = false },
        new("data-cifar", "a pass over 5,120 images of 32x32 in memory: pad-crop, flip, normalise, batch 128; the peer has 2 workers", () => new CifarPasses())
        {
            Goal = 8, Threaded = false, NeedsTorchvision = true, Rounds = 9,
        },
        new("data-folder", "a pass over 128 JPEGs: resize 256, crop 224, normalise, batch 16; 2 threads, the peer has 2 workers", () => new FolderPasses())
        {
            Goal = 1.2, Threaded = false, NeedsTorchvision = true, Prepare = FolderPasses.Prepare, Rounds = 9,
        },
        Notebook("notebooks-start", "CPU time from the kernel's start to the result of 1 + 1", () => new NotebookStart(shareOfInteractive: false), "s", 1.5),
        Notebook("notebooks-start-fsi", "the same as a share of `dotnet fsi`'s for the same line, in turns", () => new NotebookStart(shareOfInteractive: true), "share", 1),
        Notebook("notebooks-cell", "round trip of a trivial cell, over TCP", NotebookCells.RoundTrip, "ms", 16),
        Notebook("notebooks-completion", "completion inside a lambda, warm, over TCP", NotebookCells.Completion, "ms", 60),
        Notebook("notebooks-headless", "CPU time of ./enn notebooks for a notebook of three cells", () => new NotebookHeadless(), "s", 2),
        Notebook("notebooks-growth", "growth of the kernel's resident memory over 1,000 cells", () => new NotebookGrowth(), "MB", 50),
    ];

    // Rounds of these take from tenths of a second to many: few are enough, for they are long.
    private static Benchmark E4(string name, string what, Func<Workload> create, double goal, PeerKind[]? peers = null) => new(name, what, create)
    {
        Goal = goal, GoalThreaded = goal, Peers = peers ?? [PeerKind.Stock, PeerKind.Tuned], Rounds = 5,
    };

    private static Benchmark Notebook(string name, string what, Func<Workload> create, string unit, double limit) => new(name, what, create)
    {
        Unit = unit, Limit = limit, Peers = [], Threaded = false,
    };

    private static Benchmark Eidetic(string name, string what, Func<Workload> create, double goal) => new(name, what, create)
    {
        Goal = goal, GoalThreaded = goal, Peers = [PeerKind.Stock, PeerKind.Tuned, PeerKind.Dense], Rounds = 9,
    };

    private static IEnumerable<Benchmark> Whitening(int side, string name, double goal, params int[] sizes) =>
        from size in sizes
        select new Benchmark($"{name}{size}", $"ZCA with groups of {size} on (128,64,{side},{side}), forward and backward; the peer in the official form", () => new WhiteningLayer(size, side))
        {
            Goal = goal, GoalThreaded = goal, Peers = [PeerKind.Stock, PeerKind.Tuned], Rounds = 9,
        };

    internal static Benchmark Find(string name) => All.Single(benchmark => benchmark.Name == name);

    /// <summary>Those that were asked for, by name or else by the start of a name.</summary>
    internal static Benchmark[] Choose(string[] names)
    {
        foreach (var name in names)
            if (!All.Any(benchmark => benchmark.Name.StartsWith(name, StringComparison.Ordinal)))
                throw new BenchmarkException($"No benchmark '{name}'. There are: {string.Join(", ", All.Select(benchmark => benchmark.Name))}.");
        bool Wanted(Benchmark benchmark) => names.Length == 0 || names.Any(name =>
            benchmark.Name == name || (All.All(other => other.Name != name) && benchmark.Name.StartsWith(name, StringComparison.Ordinal)));
        return [.. All.Where(Wanted)];
    }
}
