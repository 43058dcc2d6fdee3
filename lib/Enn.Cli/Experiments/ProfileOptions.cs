using System.CommandLine;
using Enn.Experiments;

namespace Enn.Cli;

/// <summary>The command-line options that say how much of a paper's protocol is run.</summary>
internal sealed class ProfileOptions
{
    private readonly Option<string> _profile;
    private readonly Option<bool> _full = new("--paper-profile") { Description = "Short for --profile paper." };

    /// <summary>Adds the options to a paper's command.</summary>
    internal ProfileOptions(IPaper paper, Command command)
    {
        _profile = new("--profile") { Description = $"quick: {paper.QuickProfile}; paper: the published protocol.", DefaultValueFactory = _ => "quick" };
        _profile.AcceptOnlyFromAmong("quick", "paper");
        command.Options.Add(_profile);
        command.Options.Add(_full);
    }

    /// <summary>What was chosen.</summary>
    internal Profile Read(ParseResult result) => result.GetValue(_full) || result.GetValue(_profile) == "paper" ? Profile.Paper : Profile.Quick;
}
