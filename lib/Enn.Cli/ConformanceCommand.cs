using System.CommandLine;
using Enn.Conformance;
using TorchSharp;

namespace Enn.Cli;

/// <summary>./enn conformance: cases from files against the models here.</summary>
internal static class ConformanceCommand
{
    internal static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Case files (tests/conformance/README.md says what they hold).", Arity = ArgumentArity.OneOrMore };
        var dtype = new Option<string>("--dtype") { Description = "The type to run in; each has its tolerances.", DefaultValueFactory = _ => "float64" };
        dtype.AcceptOnlyFromAmong("float64", "float32");
        var device = new Option<string>("--device") { Description = "Where to run.", DefaultValueFactory = _ => "cpu" };
        device.AcceptOnlyFromAmong("cpu", "cuda");
        var command = new Command("conformance", "Compare our models with what the official implementations compute: one line a case with the largest relative error of each part, and pass or FAIL.")
        {
            files, dtype, device,
        };
        command.SetAction(result =>
        {
            var type = result.GetValue(dtype) == "float32" ? torch.ScalarType.Float32 : torch.ScalarType.Float64;
            var output = result.InvocationConfiguration;
            return Run(result.GetRequiredValue(files), type, result.GetValue(device) == "cuda", output.Output, output.Error);
        });
        return command;
    }

    // A file that cannot be run does not keep the others from running; it has the last word in the exit status.
    private static int Run(string[] files, torch.ScalarType dtype, bool cuda, TextWriter output, TextWriter error)
    {
        if (cuda && !torch.cuda.is_available()) throw new CliException("--device cuda: the libtorch in use sees no CUDA device");
        var device = cuda ? torch.CUDA : null;
        var (passed, failed) = (0, 0);
        foreach (var file in files)
            try
            {
                var result = ConformanceRunner.Run(ConformanceCase.Read(file), dtype, device);
                output.WriteLine(result);
                output.Flush();
                if (result.Passes) passed++;
                else failed++;
            }
            catch (ConformanceException e)
            {
                error.WriteLine($"enn: {(Directory.Exists(file) ? $"{file} is a folder, not a file" : e.Message.Contains(file, StringComparison.Ordinal) ? e.Message : $"{file}: {e.Message}")}");
            }
        var unread = files.Length - passed - failed;
        // Beside the cases' lines, which alone make the output.
        if (files.Length > 1) error.WriteLine(Summary(passed, failed, unread));
        return unread > 0 ? CommandLine.CannotRun : failed > 0 ? CommandLine.CheckFailed : CommandLine.Success;
    }

    private static string Summary(int passed, int failed, int unread) =>
        $"{passed} passed, {failed} failed{(unread > 0 ? $", {unread} could not be run" : "")}";
}
