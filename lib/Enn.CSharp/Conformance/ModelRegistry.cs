namespace Enn.Conformance;

/// <summary>Makes the model of a case.</summary>
/// <param name="name">The model's name after the paper's, e.g. <c>resnet18</c>.</param>
/// <param name="arguments">Its arguments.</param>
/// <returns>The model, in float32 on the CPU; null if the paper has none of this name.</returns>
public delegate ConformanceModel? ModelFactory(string name, ModelArguments arguments);

/// <summary>Which models cases may name. A paper adds itself with one line: its name and its factory.</summary>
public static class ModelRegistry
{
    private static readonly Dictionary<string, ModelFactory> _papers = new(StringComparer.Ordinal)
    {
        ["eidetic"] = Eidetic.EideticModels.Create,
        ["eigen"] = Eigen.EigenModels.Create,
        ["equivariant"] = Equivariant.EquivariantModels.Create,
        ["nonnegative"] = NonNegative.NonNegativeModels.Create,
        ["whitening"] = Whitening.WhiteningModels.Create,
    };

    /// <summary>Adds a paper of your own, or replaces one.</summary>
    public static void Register(string paper, ModelFactory factory) => _papers[paper] = factory;

    /// <summary>Whether the models of a case's paper are implemented here.</summary>
    public static bool Knows(string model) => _papers.ContainsKey(model.Split('.')[0]);

    /// <summary>The model of a case.</summary>
    /// <exception cref="ConformanceException">No paper has a model of this name, or an argument does not fit.</exception>
    public static ConformanceModel Create(ConformanceCase conformance)
    {
        var parts = conformance.Model.Split('.', 2);
        if (parts.Length != 2 || !_papers.TryGetValue(parts[0], out var factory))
            throw new ConformanceException($"{conformance.Id}: the model '{conformance.Model}' is unknown. Papers: {string.Join(", ", _papers.Keys)}.");
        try
        {
            return factory(parts[1], new ModelArguments(conformance.Args)) ?? throw new ConformanceException($"The paper {parts[0]} has no model '{parts[1]}'.");
        }
        catch (ConformanceException e)
        {
            throw new ConformanceException($"{conformance.Id}: {e.Message}", e);
        }
    }
}
