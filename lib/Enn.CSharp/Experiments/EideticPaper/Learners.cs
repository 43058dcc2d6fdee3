using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.EideticPaper;

/// <summary>Makes learners with seeded weights.</summary>
internal static class Learners
{
    internal static ISequenceLearner Create(SequenceChoice choice, IReadOnlyList<TaskImages> tasks, IReadOnlyList<long> shape, long seed, Device device)
    {
        if (choice.Method == SequenceMethod.Eidetic) return new EideticLearner(choice, tasks, shape, seed, device);
        var values = shape.Aggregate(1L, (product, size) => product * size);
        var classes = tasks.Select(task => task.Classes).ToList();
        DenseNetwork Dense(IEnumerable<int> outputs, long stream)
        {
            var network = Seeds.WithGlobal(Seeds.Derive(seed, stream), () => new DenseNetwork(choice.Network, values, outputs));
            network.to(device);
            return network;
        }
        return choice.Method switch
        {
            SequenceMethod.FineTuning => new FineTuning(choice, Dense(classes, 0)),
            SequenceMethod.OneHead => new OneHead(choice, Dense([tasks.Max(task => task.FirstClass + task.Classes)], 0), tasks),
            SequenceMethod.Ewc => new ElasticWeightConsolidation(choice, Dense(classes, 0), seed),
            _ => new SeparateNetworks(choice, [.. classes.Select((count, task) => Dense([count], task))]),
        };
    }
}
