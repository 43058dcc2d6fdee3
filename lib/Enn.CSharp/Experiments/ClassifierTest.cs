using Enn.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments;

/// <summary>How a classifier did on a set of images.</summary>
/// <param name="Right">Images whose largest logit is that of their class.</param>
/// <param name="Images">All of them.</param>
/// <param name="Loss">The mean cross-entropy.</param>
internal sealed record ClassifierTest(long Right, int Images, double Loss)
{
    /// <summary>The share of images that are classified rightly.</summary>
    internal double Accuracy => (double)Right / Images;

    /// <summary>The share of images that are classified wrongly.</summary>
    internal double Error => (double)(Images - Right) / Images;

    /// <summary>Tests a network, which is in evaluation mode from here on.</summary>
    /// <param name="network">Images to logits.</param>
    /// <param name="batches">What to test on: its first epoch.</param>
    /// <param name="cancel">Asked before each batch.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal static ClassifierTest Of(nn.Module<Tensor, Tensor> network, Batches batches, CancellationToken cancel)
    {
        using var _ = no_grad();
        network.eval();
        var (right, loss) = (0L, 0.0);
        foreach (var (inputs, labels) in batches.Epoch(0, cancel))
        {
            using var scope = NewDisposeScope();
            var logits = network.call(inputs);
            loss += nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum).ToDouble();
            right += logits.argmax(1).eq(labels).sum().ToInt64();
        }
        return new ClassifierTest(right, batches.Images, loss / batches.Images);
    }
}
