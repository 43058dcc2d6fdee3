using System.CommandLine;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Cli;

/// <summary>What every command that trains lets the user choose.</summary>
/// <param name="Device">Where to run.</param>
/// <param name="Jobs">Runs at a time on the CPU; null for one a core.</param>
/// <param name="Rerun">Make recorded runs anew.</param>
/// <param name="Results">The results file; null for the project's.</param>
/// <param name="Shuffle">Whether training data is shuffled; null for the command's default.</param>
internal sealed record RunOptions(Device Device, int? Jobs, bool Rerun, string? Results, bool? Shuffle);

/// <summary>The command-line options behind <see cref="RunOptions"/>.</summary>
internal sealed class RunOptionSet
{
    private readonly Option<string> _device = new("--device") { Description = "Where to run: cpu or cuda.", DefaultValueFactory = _ => "cpu" };
    private readonly Option<int?> _jobs = new("--jobs") { Description = "Runs at a time on the CPU, one thread each; no result depends on it (default: one a core)." };
    private readonly Option<bool> _rerun = new("--rerun") { Description = "Make runs anew that are recorded already." };
    private readonly Option<string?> _results = new("--results") { Description = "The file of recorded runs (default: results/PAPER.jsonl)." };
    private readonly Option<string?>? _shuffle;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="shuffleDefault">What the help says about not choosing --shuffle; null where the command has no such choice.</param>
    internal RunOptionSet(Command command, string? shuffleDefault = null)
    {
        _device.AcceptOnlyFromAmong("cpu", "cuda");
        _jobs.Validators.Add(Positive.Number("--jobs"));
        foreach (var option in new Option[] { _device, _jobs, _rerun, _results }) command.Options.Add(option);
        if (shuffleDefault is null) return;
        _shuffle = new("--shuffle") { Description = $"Whether training data is shuffled each epoch: on, off or protocol ({shuffleDefault})." };
        _shuffle.AcceptOnlyFromAmong("on", "off", "protocol");
        command.Options.Add(_shuffle);
    }

    /// <summary>What was chosen.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="shuffleDefault">What no choice stands for; null: the protocol.</param>
    /// <exception cref="CliException">There is no such device here.</exception>
    internal RunOptions Read(ParseResult result, bool? shuffleDefault = null)
    {
        var device = torch.device(result.GetValue(_device)!);
        if (device.type == DeviceType.CUDA && !cuda.is_available())
            throw new CliException("there is no CUDA device here, or the libtorch in use was built without CUDA: choose --device cpu, or set ENN_LIBTORCH to a libtorch with CUDA");
        var shuffle = (_shuffle is null ? null : result.GetValue(_shuffle)) switch { "on" => true, "off" => false, "protocol" => null, _ => shuffleDefault };
        return new RunOptions(device, result.GetValue(_jobs), result.GetValue(_rerun), result.GetValue(_results), shuffle);
    }
}
