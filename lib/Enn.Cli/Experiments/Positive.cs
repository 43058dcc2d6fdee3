using System.CommandLine.Parsing;

namespace Enn.Cli;

/// <summary>Options that count something.</summary>
internal static class Positive
{
    /// <summary>A validator: refuses numbers below 1. What is no number is refused by the option's type.</summary>
    internal static Action<OptionResult> Number(string option) => result =>
    {
        if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number < 1) result.AddError($"{option} takes a number from 1.");
    };

    /// <summary>A validator: refuses 0 and numbers below.</summary>
    internal static Action<OptionResult> Real(string option) => result =>
    {
        if (result.Tokens is [var token] && double.TryParse(token.Value, out var number) && !(number > 0 && double.IsFinite(number))) result.AddError($"{option} takes a positive number.");
    };
}
