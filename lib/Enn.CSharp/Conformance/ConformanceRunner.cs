using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Conformance;

/// <summary>Runs conformance cases: the same model with the same weights must give the official implementation's numbers.</summary>
public static class ConformanceRunner
{
    /// <summary>Runs one case.</summary>
    /// <param name="conformance">The case.</param>
    /// <param name="dtype">float64 or float32; each has its tolerances.</param>
    /// <param name="device">Where to run; null for the CPU.</param>
    /// <exception cref="ConformanceException">The case's model is unknown.</exception>
    public static ConformanceResult Run(ConformanceCase conformance, ScalarType dtype = ScalarType.Float64, Device? device = null)
    {
        var tolerances = Tolerances.Of(dtype);
        using var scope = NewDisposeScope();
        var model = ModelRegistry.Create(conformance);
        model.Module.to(dtype);
        if (model.Fill is { } fill) fill();
        else Fill.State(model.Module);
        if (device is not null) model.Module.to(device);
        var parts = new List<ConformancePart> { State(conformance, model), Count(conformance, model) };
        if (!parts.TrueForAll(p => p.Passes)) return new(conformance.Id, parts);

        var input = Fill.Input(conformance.Input.Label, [.. conformance.Input.Shape], conformance.Input.Low, conformance.Input.High).to(dtype);
        var labels = Fill.Labels(conformance.Input.Shape[0], conformance.Classes);
        if (device is not null) (input, labels) = (input.to(device), labels.to(device));
        parts.Add(Compare("eval", Evaluate(model, model.Logits, input), conformance.EvalLogits.Values, tolerances.First));
        if (model.Twins is { } twins)
            foreach (var (name, logits) in twins(input)) parts.Add(Compare(name, Evaluate(model, logits, input), conformance.EvalLogits.Values, tolerances.First));
        if (conformance.Train is { } train) parts.AddRange(Train(conformance, train, model, input, labels, tolerances));
        return new(conformance.Id, parts);
    }

    private static ConformancePart State(ConformanceCase conformance, ConformanceModel model)
    {
        var counts = model.CountsAsState ?? (_ => true);
        var ours = model.Module.state_dict().Where(e => counts(e.Key)).Select(e => Show(e.Key, e.Value.shape)).ToList();
        var expected = conformance.State.Select(e => Show(e.Key, e.Shape)).ToList();
        if (ours.SequenceEqual(expected)) return new("state", 0, 0);
        var first = expected.Except(ours).Select(e => $"missing {e}").Concat(ours.Except(expected).Select(e => $"unexpected {e}")).FirstOrDefault() ?? "another order of keys";
        return new("state", double.PositiveInfinity, 0, first);
    }

    private static string Show(string key, IEnumerable<long> shape) => $"{key} [{string.Join(",", shape)}]";

    private static ConformancePart Count(ConformanceCase conformance, ConformanceModel model)
    {
        var count = model.Module.parameters().Where(p => p.requires_grad).Sum(p => p.numel());
        return count == conformance.Parameters ? new("parameters", 0, 0) : new("parameters", double.PositiveInfinity, 0, $"{count}, not {conformance.Parameters}");
    }

    private static Tensor Evaluate(ConformanceModel model, Func<Tensor, Tensor> logits, Tensor input)
    {
        model.Module.eval();
        using var _ = no_grad();
        return logits(input);
    }

    private static IEnumerable<ConformancePart> Train(ConformanceCase conformance, CaseTraining train, ConformanceModel model, Tensor input, Tensor labels, Tolerances tolerances)
    {
        if (train.Loss != "cross_entropy" || train.Optimizer.Name != "sgd")
            throw new ConformanceException($"{conformance.Id}: only cross_entropy with sgd is known, not {train.Loss} with {train.Optimizer.Name}.");
        model.Module.train();
        using var optimizer = optim.SGD(model.Module.parameters(), train.Optimizer.Lr, train.Optimizer.Momentum);
        var amplifies = (model.AmplifiesRounding && input.dtype == ScalarType.Float32) || train.Losses.Zip(train.Losses.Skip(1)).Any(l => Math.Max(l.First, l.Second) > tolerances.Jump * Math.Min(l.First, l.Second));
        var losses = new List<double>();
        var gradients = new ConformancePart("gradients", 0, tolerances.Gradients);
        for (var step = 0; step < train.Losses.Count; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = functional.cross_entropy(model.Logits(input), labels);
            if (model.Penalty is { } penalty) loss += penalty();
            loss.backward();
            losses.Add(loss.ToDouble());
            if (step == 0) gradients = Gradients(train, model, amplifies ? tolerances.AmplifiedGradients : tolerances.Gradients, tolerances.Rounding);
            optimizer.step();
        }
        yield return Relative("loss", losses[0], train.Losses[0], tolerances.First);
        yield return gradients;

        var later = amplifies ? double.PositiveInfinity : tolerances.Later;
        for (var step = 1; step < losses.Count; step++) yield return Relative($"loss{step + 1}", losses[step], train.Losses[step], later);
        yield return Compare("after", Evaluate(model, model.Logits, input), train.EvalLogitsAfter, later);
    }

    private static ConformancePart Gradients(CaseTraining train, ConformanceModel model, double tolerance, double rounding)
    {
        var ours = model.Module.named_parameters().ToDictionary(p => p.Item1, p => p.Item2.grad?.norm().ToDouble() ?? 0);
        var largest = train.GradNorms.Values.Max();
        var worst = new ConformancePart("gradients", 0, tolerance);
        foreach (var (name, expected) in train.GradNorms)
        {
            if (!ours.TryGetValue(name, out var norm)) return new("gradients", double.PositiveInfinity, tolerance, $"{name} is no parameter");
            // A norm that is zero but for rounding, which is relative to the largest, has no relative error of its own.
            var error = Error(norm - expected, Math.Max(Math.Abs(expected), rounding * largest));
            if (error > worst.Error) worst = new("gradients", error, tolerance, name);
        }
        return worst;
    }

    private static ConformancePart Relative(string name, double ours, double expected, double tolerance) => new(name, Error(ours - expected, Math.Abs(expected)), tolerance);

    private static ConformancePart Compare(string name, Tensor ours, IReadOnlyList<double> expected, double tolerance)
    {
        if (ours.numel() != expected.Count) return new(name, double.PositiveInfinity, tolerance, $"{ours.numel()} values, not {expected.Count}");
        var values = ours.detach().cpu().to(ScalarType.Float64).flatten().contiguous().data<double>().ToArray();
        return new(name, Error(values.Zip(expected, (a, b) => Math.Abs(a - b)).Max(), expected.Max(Math.Abs)), tolerance);
    }

    private static double Error(double difference, double scale)
    {
        var error = Math.Abs(difference) / Math.Max(scale, double.Epsilon);
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }
}
