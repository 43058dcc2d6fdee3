namespace Enn.Eigen;

/// <summary>A training script of the official code: what it asks for and what is in force.</summary>
/// <param name="Name">Its file's name without the ending.</param>
/// <param name="Folder">Where it lies: ENN, ENN-l or retrieval.</param>
/// <param name="Network">The network.</param>
/// <param name="Dataset">The data.</param>
/// <param name="Classes">K; 0 for retrieval.</param>
/// <param name="Normalisation">Whose channel statistics it uses.</param>
/// <param name="Batch">Images a step.</param>
/// <param name="Recipe">The optimizer, of a unit where it learns locally.</param>
/// <param name="Penalty">lambda.</param>
/// <param name="Epochs">Epochs.</param>
/// <param name="Schedule">The rate, in words.</param>
public sealed record OfficialScript(string Name, string Folder, string Network, string Dataset, int Classes, string Normalisation, int Batch, OptimizerRecipe Recipe, double Penalty,
    int Epochs, string Schedule)
{
    /// <summary>Steps of half a period of the bouncing cosine; null for another schedule.</summary>
    public int? HalfPeriod { get; init; }

    /// <summary>Whether that counts epochs instead of steps.</summary>
    public bool PerEpoch { get; init; }

    /// <summary>The rates of local learning's units that are in force; null where one optimizer trains all, or every unit has the recipe's.</summary>
    public UnitRates? Rates { get; init; }

    /// <summary>Whether it trains unit by unit.</summary>
    public bool IsLocal { get; init; }

    /// <summary>What keeps it from running as released, or makes it do something else; null for nothing.</summary>
    public string? Defect { get; init; }
}

/// <summary>Rates of local learning by place. Constructing OneCycle set AdamW's beta1 to 0.95 and divided the rates by 5; for blocks that is where they stayed.</summary>
/// <param name="Stem">Base of the stem.</param>
/// <param name="Stage1">Of blocks in stage 1.</param>
/// <param name="Stages23">In stages 2 and 3.</param>
/// <param name="Stage4">In stage 4.</param>
/// <param name="Classifier">Of the classifier.</param>
/// <param name="EndsCycle">Whether stem and classifier do follow OneCycle, the given rates being its peaks.</param>
public sealed record UnitRates(double Stem, double Stage1, double Stages23, double Stage4, double Classifier, bool EndsCycle)
{
    /// <summary>The rate of a unit by its name.</summary>
    public double Of(string unit) => unit switch
    {
        "stem" => Stem,
        "fc" => Classifier,
        _ when unit.StartsWith("layer1.", StringComparison.Ordinal) => Stage1,
        _ when unit.StartsWith("layer4.", StringComparison.Ordinal) => Stage4,
        _ => Stages23,
    };

    /// <summary>Whether a unit's rate follows OneCycle.</summary>
    public bool Cycles(string unit) => EndsCycle && (unit is "stem" or "fc");
}
