namespace Enn.Cli.Tests;

/// <summary>./enn data from end to end, on a set that only mirrors carry and that any files make up.</summary>
public sealed class DataCommandTests : IDisposable
{
    private const string Set = "imagefolder_sample";

    private readonly string _folder = Directory.CreateTempSubdirectory("enn-").FullName;
    private readonly string? _before = Environment.GetEnvironmentVariable("ENN_DATA");
    private readonly string? _mirror = Environment.GetEnvironmentVariable("ENN_DATA_MIRROR");

    public DataCommandTests()
    {
        Environment.SetEnvironmentVariable("ENN_DATA", Path.Combine(_folder, "data"));
        Environment.SetEnvironmentVariable("ENN_DATA_MIRROR", null);
        Directory.CreateDirectory(Path.Combine(Mirror, "imagefolder-sample", "n01440764"));
        File.WriteAllBytes(Path.Combine(Mirror, "imagefolder-sample", "n01440764", "a.JPEG"), [1, 2, 3, 4]);
    }

    private string Mirror => Path.Combine(_folder, "mirror");

    private string Installed => Path.Combine(_folder, "data", "imagefolder-sample");

    private string Image => Path.Combine(Installed, "n01440764", "a.JPEG");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("ENN_DATA", _before);
        Environment.SetEnvironmentVariable("ENN_DATA_MIRROR", _mirror);
        Directory.Delete(_folder, recursive: true);
    }

    private static Task<(int Status, string Output, string Error)> Run(string line) => CommandLineTests.Run(line.Split(' '));

    [Fact]
    public async Task Every_set_is_listed_and_told_about()
    {
        var (status, output, _) = await Run("data list");
        Assert.Equal(0, status);
        foreach (var set in new[] { "mnist", "fashion_mnist", "mnist_rot", "cifar10", "cifar10_python", "cifar100", "cifar100_python", "svhn", "tiny_imagenet", "imagenet", "imagenette", "imagewoof", "flickr30k", "coco", "fi2010", "names" })
        {
            Assert.Contains($"| {set} ", output);
            Assert.StartsWith($"{set}: ", (await Run($"data list {set}")).Output);
        }
        output = (await Run("data list cifar10")).Output;
        Assert.Contains("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", output);
        Assert.Contains("SHA256 c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", output);
        Assert.Contains("the first download's is recorded", (await Run("data list mnist_rot")).Output);
        Assert.Contains("With an account of image-net.org", (await Run("data list imagenet")).Output);
    }

    [Fact]
    public async Task A_set_comes_from_a_mirror_is_verified_and_found()
    {
        Assert.Equal((1, ""), ((await Run($"data where {Set}")).Status, (await Run($"data where {Set}")).Output));
        Assert.Equal(1, (await Run($"data verify {Set}")).Status);
        var (status, output, error) = await Run($"data fetch {Set} --from {Mirror}");
        Assert.Equal((0, ""), (status, error));
        Assert.Contains($"{Set} is installed: {Installed}", output);
        Assert.Equal((0, Installed + "\n"), ((await Run($"data where {Set}")).Status, (await Run($"data where {Set}")).Output));
        Assert.Contains("is here already", (await Run($"data fetch {Set} --from {Mirror}")).Output);
        (status, output, _) = await Run("data verify");
        Assert.Equal(0, status);
        Assert.Contains($"{Set}: 1 files are right", output);
        File.WriteAllBytes(Image, [1, 2, 3, 5]);
        (status, output, _) = await Run("data verify");
        Assert.Equal(1, status);
        Assert.Contains($"{Set}: DAMAGED, {Installed}: n01440764/a.JPEG differs from its checksum", output);
        Assert.Contains($"Move the folder away, then: ./enn data fetch {Set}", output);
        (status, output, _) = await Run($"data fetch {Set} --from {Mirror}");
        Assert.Equal(1, status);
        Assert.Contains($"{Set}: DAMAGED", output);
        Assert.Equal(CommandLine.CannotRun, (await Run($"data fetch {Set} --from /nowhere/at/all")).Status);
    }

    [Fact]
    public async Task The_mirror_of_the_environment_is_tried_first()
    {
        Environment.SetEnvironmentVariable("ENN_DATA_MIRROR", Mirror);
        Assert.Equal(0, (await Run($"data fetch {Set}")).Status);
        Assert.True(File.Exists(Image));
    }

    [Fact]
    public async Task A_set_put_there_by_hand_is_held_to_what_was_recorded()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Image)!);
        File.WriteAllBytes(Image, [7]);
        Assert.Contains("--record", (await Run($"data verify {Set}")).Output);
        Assert.Contains("checksums written down", (await Run($"data verify {Set} --record")).Output);
        File.WriteAllBytes(Image, [6]);
        Assert.Equal(1, (await Run($"data verify {Set} --record")).Status);
    }

    [Theory]
    [InlineData("data fetch nosuch", "there is no data set 'nosuch': choose mnist,")]
    [InlineData("data verify nosuch", "there is no data set 'nosuch'")]
    [InlineData("data where nosuch", "there is no data set 'nosuch'")]
    [InlineData("data fetch", "fetch")]
    [InlineData("data fetch imagenet", "imagenet: no program may fetch it. With an account")]
    [InlineData("data fetch mnist --from /nowhere/at/all", "the mirror /nowhere/at/all is not there")]
    public async Task What_cannot_be_done_is_said_in_a_line(string line, string reason)
    {
        var (status, _, error) = await Run(line);
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains(reason, error);
        Assert.DoesNotContain("   at ", error);
    }
}
