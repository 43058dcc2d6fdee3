using Enn.CSharp.Tests.NonNegative;
using Enn.Data;
using Enn.Data.Captions;
using Enn.Eigen;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eigen.Retrieval;

/// <summary>The dual encoder, its loss and its training.</summary>
public class DualEncoderTests
{
    private const int Width = 12;

    private static readonly IReadOnlyList<Transform> _scale = [Transforms.Scale];

    private static DualEncoder Model(int seed, CoarseStep coarse = CoarseStep.PatchDirection, bool transformer = false, bool hidden = false)
    {
        manual_seed(seed);
        var image = transformer
            ? new ImageEncoder(new EVit(new EVitOptions(32, 8, 2, 2, 8, 16, Width, 0)))
            : new ImageEncoder(new ResNet(new ResNetOptions(18, Width, Width: 4)));
        return new DualEncoder(image, new TextEncoder(64, Width, hiddenWidth: hidden ? 10 : null), coarse);
    }

    private static PairBatches Pairs(CaptionedSet set, bool withLong, int batch = 8, int seed = 1)
    {
        var texts = TextFeatures.Of(set.Items, new HashedNgrams(64));
        return new PairBatches(set.Images, set.Owners, withLong ? texts : texts with { LongTexts = null }, batch, seed, _scale, _scale);
    }

    private static RetrievalTrainer Trainer(DualEncoder model, double rate = 1e-2) => RetrievalTrainer.Of(model, new CholeskyQr2(), new OptimizerRecipe(OptimizerKind.AdamW, rate), RateSchedule.Constant);

    [Fact]
    public void The_loss_equals_brute_force_and_is_symmetric() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var (count, width, scale) = (draw.Int(1, 9), draw.Int(1, 7), draw.Real(0.5, 100));
        var (x, y) = (nn.functional.normalize(draw.Normal([count, width], ScalarType.Float64)), nn.functional.normalize(draw.Normal([count, width], ScalarType.Float64)));
        var (a, b, s) = (x.data<double>().ToArray(), y.data<double>().ToArray(), tensor(scale));
        double Score(int i, int j) => scale * Enumerable.Range(0, width).Sum(k => a[i * width + k] * b[j * width + k]);
        double Log(IEnumerable<double> logits) => logits.Max() + Math.Log(logits.Sum(l => Math.Exp(l - logits.Max())));
        var all = Enumerable.Range(0, count).ToList();
        var expected = all.Average(i => (Log(all.Select(j => Score(i, j))) + Log(all.Select(j => Score(j, i)))) / 2 - Score(i, i));
        Assert.Equal(expected, ContrastiveLoss.Of(x, y, s).ToDouble(), 1e-9);
        Assert.Equal(expected, ContrastiveLoss.Of(y, x, s).ToDouble(), 1e-9);
    });

    [Fact]
    public void Equal_embeddings_have_the_loss_of_guessing()
    {
        Assert.Equal(Math.Log(7), ContrastiveLoss.Of(ones(7, 4), ones(7, 4), tensor(3f)).ToDouble(), 1e-6);
        Assert.Throws<ArgumentException>(() => ContrastiveLoss.Of(ones(7, 4), ones(6, 4), tensor(3f)));
    }

    [Fact]
    public void The_temperature_is_bounded_and_can_come_back()
    {
        using var model = Model(1);
        Assert.Equal(1 / 0.07, model.Scale.ToDouble(), 1e-3);
        var parameter = model.named_parameters().Single(p => p.name == "logit_scale").parameter;
        using (no_grad()) parameter.fill_(9);
        Assert.Equal(100, model.Scale.ToDouble(), 1e-3);
        model.BoundScale();
        model.Scale.backward();
        Assert.Equal(100, parameter.grad!.ToDouble(), 1e-3);
    }

    [Fact]
    public void The_paper_s_model_has_its_number_of_parameters()
    {
        var layers = new EigenLayers(Initialisation.None);
        using var model = new DualEncoder(new ImageEncoder(new ResNet(new ResNetOptions(152, 256, layers))), new TextEncoder(512, 256, layers));
        Assert.Equal(70_210_741, model.parameters().Sum(p => p.numel()));
        Assert.Throws<ArgumentException>(() => new DualEncoder(new ImageEncoder(new ResNet(new ResNetOptions(18, 8, Width: 4))), new TextEncoder(5, 9)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Embeddings_are_unit_vectors_and_patches_share_their_projection(bool transformer)
    {
        using var model = Model(2, transformer: transformer);
        model.eval();
        using var _ = no_grad();
        var encoder = model.named_children().Select(c => c.module).OfType<ImageEncoder>().Single();
        var images = new Draw(2).Uniform([3, 3, 32, 32], ScalarType.Float32);
        var (whole, patches) = encoder.WithPatches(images);
        Assert.Equal([3, 16, Width], patches.shape);
        Near.Within(1e-6, whole, encoder.forward(images));
        foreach (var unit in new[] { whole, patches, model.EmbedTexts(new Draw(3).Normal([5, 64], ScalarType.Float32)) }) Near.Within(1e-5, ones(unit.shape[..^1]), unit.norm(-1));
        // A single image does not depend on its company.
        Near.Within(1e-5, whole.narrow(0, 1, 1), encoder.forward(images.narrow(0, 1, 1)));
        Assert.Throws<ArgumentException>(() => model.EmbedTexts(ones(5, 63)));
    }

    public static TheoryData<CoarseStep?, bool> Variants => new()
    {
        { null, false }, { null, true }, { CoarseStep.PatchDirection, false }, { CoarseStep.PatchDirection, true }, { CoarseStep.BatchReconstruction, false },
    };

    // In the official COCO script the temperature is all that the contrastive loss reaches.
    [Theory]
    [MemberData(nameof(Variants))]
    public void One_step_reaches_every_parameter_and_no_feature(CoarseStep? coarse, bool transformer)
    {
        using var model = Model(3, coarse ?? CoarseStep.PatchDirection, transformer, hidden: true);
        using var set = SyntheticCaptions.Make(8, 3);
        var pairs = Pairs(set, coarse is not null);
        foreach (var batch in pairs.Epoch(0)) model.Loss(batch.Images, batch.Captions, batch.LongTexts).backward();
        // The key bias shifts all scores of a query alike, which softmax does not see.
        Assert.All(model.named_parameters(), p => Assert.True(p.name.Contains("k_proj.bias", StringComparison.Ordinal) || p.parameter.grad is { } g && g.abs().sum().ToDouble() > 0, p.name));
        Assert.False(pairs.Texts.Captions.requires_grad);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_few_pairs_are_learnt_by_heart(bool withLong)
    {
        using var set = SyntheticCaptions.Make(16, 4);
        var pairs = Pairs(set, withLong, batch: 16);
        using var trainer = Trainer(Model(5, hidden: false));
        var first = trainer.Train(pairs.Epoch(0));
        var last = first;
        for (var epoch = 1; epoch < 120; epoch++) last = trainer.Train(pairs.Epoch(epoch));
        Assert.True(last < first / 2, $"{first} -> {last}");
        var ranks = trainer.Ranks(pairs, batch: 7);
        Assert.True(ranks.TextToImage(5) > 0.6 && ranks.ImageToText(5) > 0.6, $"{ranks.ImageToText(5)}, {ranks.TextToImage(5)}");
        Assert.All(EigenLayers.Of(trainer.Model).SelectMany(layer => layer.Factors.Bases), basis => Assert.True(Orthonormality.Error(basis) < 1e-4));
        Assert.True(trainer.Model.Scale.ToDouble() <= 100.001);
    }

    [Fact]
    public void A_resumed_training_ends_as_an_uninterrupted_one()
    {
        using var set = SyntheticCaptions.Make(20, 6);
        var pairs = Pairs(set, withLong: true);
        using var whole = Trainer(Model(7));
        for (var epoch = 0; epoch < 3; epoch++) whole.Train(pairs.Epoch(epoch));
        using var part = Trainer(Model(7));
        part.Train(pairs.Epoch(0));
        using var rest = Trainer(Model(8));
        rest.Load(part.State());
        for (var epoch = 1; epoch < 3; epoch++) rest.Train(pairs.Epoch(epoch));
        Training.SameState(whole.State(), rest.State());
    }
}
