using TorchSharp;

namespace Enn.Cli.Tests;

/// <summary>./enn weights: listing, conversion, and files that mean harm.</summary>
public sealed class WeightsCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn-weights-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    // torch.save's files, which the readers' tests have.
    private static string Saved => Repository.Below("tests", "Enn.CSharp.Tests", "Data", "Weights", "files", "legacy.pth");

    [Fact]
    public async Task A_file_is_listed()
    {
        var (status, output, _) = await CommandLineTests.Run("weights", Saved);
        Assert.Equal(CommandLine.Success, status);
        Assert.Contains("# epoch: 12", output);
        Assert.Matches(@"(?m)^t +Float32 +\[4, 3\]$", output);
        Assert.Contains("18 tensors", output);
    }

    [Fact]
    public async Task A_type_that_safetensors_lacks_is_told_and_no_file_is_left()
    {
        var (status, _, error) = await CommandLineTests.Run("weights", Saved, "--to", At("w.safetensors"));
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains("ComplexFloat64", error);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Weights_are_converted_once_and_an_existing_file_is_kept()
    {
        Torch.Safetensors.Save(At("a.safetensors"), new Dictionary<string, torch.Tensor> { ["w"] = torch.ones(2, 3) });
        var (status, output, _) = await CommandLineTests.Run("weights", At("a.safetensors"), "--to", At("b.safetensors"));
        Assert.Equal(CommandLine.Success, status);
        Assert.Contains("1 tensors, 6 numbers, 24 bytes", output);
        Assert.Equal(File.ReadAllBytes(At("a.safetensors")), File.ReadAllBytes(At("b.safetensors")));
        Assert.Equal(CommandLine.CannotRun, (await CommandLineTests.Run("weights", At("a.safetensors"), "--to", At("b.safetensors"))).Status);
    }

    [Fact]
    public async Task A_text_is_called_one()
    {
        File.WriteAllText(At("notes.txt"), "# Weights\nare elsewhere\n");
        var (status, _, error) = await CommandLineTests.Run("weights", At("notes.txt"));
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains("notes.txt", error);
        Assert.Contains("a text, no weights", error);
    }

    [Fact]
    public async Task A_program_is_refused_by_name()
    {
        File.WriteAllBytes(At("evil.pth"), [0x80, 2, .. "cposix\nsystem\n."u8]);
        var (status, _, error) = await CommandLineTests.Run("weights", At("evil.pth"));
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains("refused the global posix.system", error);
        Assert.Contains(At("evil.pth"), error);
    }
}
