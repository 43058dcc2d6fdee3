using Enn.Data;
using Enn.Data.Captions;
using Enn.Eigen;
using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.EigenPaper;

/// <summary>A training of a dual encoder on images with captions, which can be interrupted and resumed.</summary>
public sealed class RetrievalProcess : IEpochProcess
{
    /// <summary>The cutoffs of Recall@K.</summary>
    public static IReadOnlyList<int> Cutoffs { get; } = [1, 5, 10];

    /// <summary>Final measurement: the inverse temperature.</summary>
    public const string Scale = "scale";

    // CLIP's, the official scripts'.
    private static readonly Transform _normalise = Transforms.Normalise([0.48145466f, 0.4578275f, 0.40821073f], [0.26862954f, 0.26130258f, 0.27577711f]);

    private readonly RetrievalProtocol _protocol;
    private readonly RetrievalTrainer _trainer;
    private readonly List<IDisposable> _data = [];
    private readonly PairBatches _train, _test;

    /// <summary>A run at its start.</summary>
    /// <param name="protocol">What to run.</param>
    /// <param name="set">The images and captions; they stay the caller's.</param>
    /// <param name="seed">Of the split, initial weights, order and choice of captions.</param>
    /// <param name="device">Where to run.</param>
    /// <exception cref="ArgumentException">The set is too small for the split.</exception>
    public RetrievalProcess(RetrievalProtocol protocol, CaptionedSet set, long seed, Device device)
    {
        if (set.Items.Count < protocol.TestImages + protocol.Batch)
            throw new ArgumentException($"{set.Name}: {set.Items.Count} images are too few for {protocol.TestImages} to test on and a batch of {protocol.Batch}.", nameof(set));
        _protocol = protocol;
        // The split is the same for all seeds: runs differ by training, not by what they are tested on.
        var order = Shuffle.Order(set.Items.Count, 0);
        PairBatches Part(int[] chosen)
        {
            using var part = set.Select(chosen);
            using var texts = TextFeatures.Of(part.Items, new HashedNgrams(protocol.Buckets));
            var (images, features) = (part.Images.to(device, copy: true), (protocol.WithLong ? texts : texts with { LongTexts = null }).To(device));
            _data.AddRange([images, features]);
            return new PairBatches(images, part.Owners, features, Math.Min(protocol.Batch, chosen.Length), seed, [Transforms.Scale, _normalise], [Transforms.Scale, _normalise]);
        }
        _test = Part(order[..protocol.TestImages]);
        _train = Part(order[protocol.TestImages..]);
        var model = Seeds.WithGlobal(seed, protocol.CreateModel);
        model.to(device);
        Orthonormality way = protocol.IsEigen ? new CholeskyQr2() : new SoftPenalty(0);
        _trainer = RetrievalTrainer.Of(model, way, new OptimizerRecipe(OptimizerKind.AdamW, protocol.Rate, protocol.WeightDecay, DecayBases: false), RateSchedule.Cosine((long)_train.Count * protocol.Epochs));
    }

    /// <inheritdoc/>
    public int Epochs => _protocol.Epochs;

    /// <summary>The name of a recall among the final measurements: <c>i2t_1</c>, <c>t2i_10</c>.</summary>
    public static string Recall(bool fromImages, int k) => $"{(fromImages ? "i2t" : "t2i")}_{k}";

    /// <inheritdoc/>
    public EpochRecord Run(int epoch, CancellationToken cancel) =>
        new("train", epoch + 1, new Dictionary<string, double> { ["loss"] = _trainer.Train(_train.Epoch(epoch), cancel), [Scale] = _trainer.Model.Scale.ToDouble() }, 0);

    /// <inheritdoc/>
    public Checkpoint Save() => new(_trainer.State(), new Dictionary<string, string>());

    /// <inheritdoc/>
    public void Restore(Checkpoint checkpoint, int epoch) => _trainer.Load(checkpoint.Tensors);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Finish()
    {
        var ranks = _trainer.Ranks(_test);
        var metrics = new Dictionary<string, double> { [Scale] = _trainer.Model.Scale.ToDouble(), [ClassificationProcess.Parameters] = _trainer.Model.parameters().Sum(p => p.numel()) };
        foreach (var k in Cutoffs) (metrics[Recall(true, k)], metrics[Recall(false, k)]) = (ranks.ImageToText(k), ranks.TextToImage(k));
        var bases = EigenLayers.Of(_trainer.Model).SelectMany(layer => layer.Factors.Bases).ToList();
        if (bases.Count > 0) metrics[ClassificationProcess.BasisError] = bases.Max(Orthonormality.Error);
        return metrics;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _trainer.Dispose();
        foreach (var one in _data) one.Dispose();
    }
}
