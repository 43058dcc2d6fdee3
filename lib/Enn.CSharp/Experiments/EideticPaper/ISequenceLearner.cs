using Enn.Training;
using static TorchSharp.torch;

namespace Enn.Experiments.EideticPaper;

/// <summary>How a task was learned.</summary>
/// <param name="Epochs">Passes over its images, those that recover from pruning included.</param>
/// <param name="TrainAccuracy">The best accuracy on the batches as they were trained on.</param>
internal sealed record Learned(int Epochs, double TrainAccuracy)
{
    /// <summary>What else the learner measured.</summary>
    internal IReadOnlyDictionary<string, double> Details { get; init; } = new Dictionary<string, double>();
}

/// <summary>Learns one task after another; its whole state between tasks can be saved.</summary>
internal interface ISequenceLearner : IDisposable
{
    /// <summary>Learns a task: 0, then 1, and so on.</summary>
    /// <param name="task">Which.</param>
    /// <param name="pass">Its images.</param>
    /// <param name="cancel">Ends it early; the learner is then good for nothing but disposal.</param>
    Learned Learn(int task, Pass pass, CancellationToken cancel);

    /// <summary>A task's outputs in evaluation, [batch, outputs].</summary>
    Tensor Logits(Tensor inputs, int task);

    /// <summary>Which output stands for a task's class 0.</summary>
    int FirstOutput(int task);

    /// <summary>All its state; copies.</summary>
    Checkpoint Save();

    /// <summary>Continues from a state.</summary>
    void Restore(Checkpoint checkpoint);
}
