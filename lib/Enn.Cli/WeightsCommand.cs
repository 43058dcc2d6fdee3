using System.CommandLine;
using Enn.Data.Weights;
using TorchSharp;

namespace Enn.Cli;

/// <summary>./enn weights FILE: what a file of weights holds, and its conversion to safetensors.</summary>
internal static class WeightsCommand
{
    internal static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A .pth, .pt or .th file of PyTorch's, or safetensors." };
        var entry = new Option<string?>("--entry") { Description = "The entry that holds the weights (default: the file's top, or state_dict, model_state_dict, model, net, weights).", HelpName = "name" };
        var to = new Option<string?>("--to") { Description = "Write the weights to this safetensors file.", HelpName = "file" };
        var command = new Command("weights", "List the tensors of a file (name, type, shape), or convert them to safetensors. Code in a .pth file is refused, never run.") { file, entry, to };
        command.SetAction(result => Run(result.GetRequiredValue(file), result.GetValue(entry), result.GetValue(to), result.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(string path, string? entry, string? target, TextWriter output)
    {
        if (target is not null && File.Exists(target)) throw new CliException($"{target} exists: remove it or choose another name");
        if (Directory.Exists(path)) throw new CliException($"{path} is a folder, not a file");
        var (tensors, notes) = WeightsFile.Read(path, entry);
        foreach (var (name, value) in notes) output.WriteLine($"# {name}: {value}");
        var width = tensors.Keys.Select(name => name.Length).DefaultIfEmpty(0).Max();
        foreach (var (name, tensor) in tensors) output.WriteLine($"{name.PadRight(width)}  {tensor.dtype,-9}  [{string.Join(", ", tensor.shape)}]");
        output.WriteLine($"{tensors.Count} tensors, {tensors.Values.Sum(tensor => tensor.numel()):N0} numbers, {tensors.Values.Sum(tensor => tensor.numel() * tensor.dtype.ElementSize()):N0} bytes");
        if (target is null) return CommandLine.Success;
        try
        {
            WeightsFile.Write(target, tensors, notes);
        }
        catch (NotSupportedException refused)
        {
            throw new CliException($"{path} cannot be written as safetensors: {refused.Message}", refused);
        }
        output.WriteLine($"written to {target}");
        return CommandLine.Success;
    }
}
