using Enn.Conformance;

namespace Enn.Whitening;

/// <summary>The models of this paper that conformance cases name: single layers, whose output is taken for logits.</summary>
public static class WhiteningModels
{
    /// <summary>The model of this name: zca or zca_svd; null for another. Arguments that a case leaves out have the official classes' defaults.</summary>
    public static ConformanceModel? Create(string name, ModelArguments arguments)
    {
        WhiteningOptions Options(Func<long?, WhiteningOptions> of, long groups) => of(arguments.Whole("num_features") / (arguments.Has("groups") ? arguments.Whole("groups") : groups));
        double Number(string argument, double official) => arguments.Has(argument) ? arguments.Number(argument) : official;
        var options = name switch
        {
            "zca" => Options(size => WhiteningOptions.Paper(size), groups: 1),
            "zca_svd" => Options(WhiteningOptions.UnstableSvd, groups: 4),
            _ => null,
        };
        if (options is null) return null;
        var layer = new ZcaNorm(arguments.Whole("num_features"), Number("eps", 1e-4), Number("momentum", 0.1), options: options);
        // The cases leave running statistics at their start and count only what is trained as state.
        bool IsTrained(string key) => key is "weight" or "bias";
        return new ConformanceModel(layer, x => layer.forward(x).flatten(1)) { CountsAsState = IsTrained, Fill = () => Fill.State(layer, IsTrained) };
    }
}
