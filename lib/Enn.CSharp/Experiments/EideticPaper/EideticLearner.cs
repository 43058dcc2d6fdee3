using Enn.Training;
using static TorchSharp.torch;

namespace Enn.Experiments.EideticPaper;

internal sealed class EideticLearner : ISequenceLearner
{
    internal EideticLearner(SequenceChoice choice, IReadOnlyList<TaskImages> tasks, IReadOnlyList<long> shape, long seed, Device device) => throw new NotSupportedException();

    public Learned Learn(int task, Pass pass, CancellationToken cancel) => throw new NotSupportedException();

    public Tensor Logits(Tensor inputs, int task) => throw new NotSupportedException();

    public int FirstOutput(int task) => 0;

    public Checkpoint Save() => throw new NotSupportedException();

    public void Restore(Checkpoint checkpoint) => throw new NotSupportedException();

    public void Dispose() { }
}
