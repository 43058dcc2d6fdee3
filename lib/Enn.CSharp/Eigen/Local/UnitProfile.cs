using System.Diagnostics;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>Measures what each unit's step costs, to balance a pipeline.</summary>
public static class UnitProfile
{
    /// <summary>Seconds of each unit's step on this batch: the shortest of a few, after one to warm up. The training's state is as before.</summary>
    /// <param name="trainer">The training; its next step must not be running.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Labels.</param>
    /// <param name="rounds">Measured steps.</param>
    public static double[] Measure(LocalTrainer trainer, Tensor x, Tensor y, int rounds = 2)
    {
        using var scope = NewDisposeScope();
        var before = trainer.State();
        trainer.Network.train();
        var seconds = Enumerable.Repeat(double.PositiveInfinity, trainer.Learners.Count).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            var features = x;
            for (var i = 0; i < seconds.Length; i++)
            {
                Tensor? next = null;
                var watch = Stopwatch.StartNew();
                trainer.Learners[i].Step(features, y, output => next = output);
                if (round >= 0) seconds[i] = Math.Min(seconds[i], watch.Elapsed.TotalSeconds);
                if (i > 0) features.Dispose();
                features = next!;
            }
            features.Dispose();
        }
        trainer.Load(before);
        return seconds;
    }
}
