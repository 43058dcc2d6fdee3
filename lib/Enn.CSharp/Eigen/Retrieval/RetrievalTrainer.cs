using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>Trains a dual encoder end to end; its Eigen layers' bases are kept in one of the ways.</summary>
/// <param name="model">The model; the trainer owns it.</param>
/// <param name="optimizer">The optimizer over all its parameters; the trainer owns it.</param>
public sealed class RetrievalTrainer(DualEncoder model, FactorOptimizer optimizer) : IDisposable
{
    private const string ModelPrefix = "model.", OptimizerPrefix = "optimizer.";

    /// <summary>The model.</summary>
    public DualEncoder Model => model;

    /// <summary>A trainer with the optimizer of a recipe.</summary>
    /// <param name="model">The model.</param>
    /// <param name="way">How bases are kept.</param>
    /// <param name="recipe">The optimizer.</param>
    /// <param name="schedule">Its rate.</param>
    public static RetrievalTrainer Of(DualEncoder model, Orthonormality way, OptimizerRecipe recipe, RateSchedule schedule) =>
        new(model, new FactorOptimizer([.. model.parameters()], EigenLayers.Of(model), way, recipe, schedule));

    /// <summary>One step.</summary>
    /// <returns>The loss before it, without penalty.</returns>
    public double Step(PairBatch batch)
    {
        using var scope = NewDisposeScope();
        optimizer.ZeroGrad();
        var loss = model.Loss(batch.Images, batch.Captions, batch.LongTexts);
        loss.backward();
        optimizer.Step();
        model.BoundScale();
        return loss.ToDouble();
    }

    /// <summary>Trains on each batch in turn.</summary>
    /// <returns>The mean loss.</returns>
    public double Train(IEnumerable<PairBatch> batches, CancellationToken cancel = default)
    {
        model.train();
        var losses = new List<double>();
        foreach (var batch in batches)
        {
            cancel.ThrowIfCancellationRequested();
            losses.Add(Step(batch));
        }
        return losses.Average();
    }

    /// <summary>Ranks of a set's images and captions. Uses the model in evaluation mode.</summary>
    /// <param name="pairs">The set.</param>
    /// <param name="batch">Images, or texts, that are embedded at a time.</param>
    public RetrievalRanks Ranks(PairBatches pairs, int batch = 250)
    {
        using var scope = NewDisposeScope();
        var (images, texts) = Embed(pairs, batch);
        return RetrievalRanks.Of(images, texts, pairs.Owners);
    }

    /// <summary>Unit vectors of a set's images [N, E] and captions [T, E], by the model in evaluation mode.</summary>
    public (Tensor Images, Tensor Texts) Embed(PairBatches pairs, int batch = 250)
    {
        model.eval();
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        Tensor All(long count, Func<long, long, Tensor> embed)
        {
            var parts = new List<Tensor>();
            for (long start = 0; start < count; start += batch)
            {
                using var inner = NewDisposeScope();
                parts.Add(embed(start, Math.Min(batch, count - start)).MoveToOuterDisposeScope());
            }
            return cat(parts);
        }
        var images = All(pairs.ImageCount, (start, length) => model.EmbedImages(pairs.TestImages(start, length)));
        var texts = All(pairs.Owners.Count, (start, length) => model.EmbedTexts(pairs.Texts.Captions.narrow(0, start, length)));
        return (images.MoveToOuterDisposeScope(), texts.MoveToOuterDisposeScope());
    }

    /// <summary>Everything that a restart needs, by name; copies.</summary>
    public Dictionary<string, Tensor> State() => NamedState.Join((ModelPrefix, NamedState.Copy(model.state_dict())), (OptimizerPrefix, optimizer.State()));

    /// <summary>Continues from a state.</summary>
    /// <exception cref="ArgumentException">It is not one of such a training.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        model.load_state_dict(NamedState.Part(state, ModelPrefix));
        optimizer.Load(NamedState.Part(state, OptimizerPrefix));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
    }
}
