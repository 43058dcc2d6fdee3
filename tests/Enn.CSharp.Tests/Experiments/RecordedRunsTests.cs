using Enn.Data;
using Enn.Experiments;
using static TorchSharp.torch;

namespace Enn.Tests.Experiments;

/// <summary>The runs in results/, the source of every table.</summary>
public class RecordedRunsTests
{
    public static TheoryData<string> Names => [.. Papers.All.Select(paper => paper.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Runs_on_CIFAR10_show_whether_or_not_CIFAR10_is_here(string name)
    {
        var paper = Papers.All.Single(p => p.Name == name);
        using var data = new LoadedData(CPU);
        var planned = paper.Plan(paper.Tables, Profile.Quick, 3, data).SelectMany(table => table.Runs).ToLookup(run => run.Settings);
        var recorded = new RunStore(Path.Combine(ProjectFolder.Root, "results", $"{name}.jsonl")).Complete().Keys.Where(settings => settings["dataset"] == Cifar10.Name).ToList();
        Assert.All(recorded, settings =>
        {
            Assert.NotEmpty(planned[settings]);
            Assert.All(planned[settings], run => Assert.True(ImageDataset.WhatIsMissing(Cifar10.Name) is null || run.OnlyRecorded));
        });
    }
}
