using Enn.Data;
using Enn.Notebooks.Runner;

namespace Enn.Notebooks.Tests;

/// <summary>The project's notebooks run from top to bottom, as far as the quick profile goes.</summary>
[Collection(OneKernel.Name)]
public sealed class ProjectNotebookTests
{
    private static readonly string Folder = Path.Combine(ProjectFolder.Root, "notebooks");

    // The fixture's kernel owns the console before and after.
    public ProjectNotebookTests(KernelFixture kernel) => Assert.NotNull(kernel);

    public static TheoryData<string> All => [.. Directory.GetFiles(Folder, "*.ipynb").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(All))]
    public void It_runs_in_the_quick_profile(string name)
    {
        var before = Environment.GetEnvironmentVariable(Notebook.ProfileVariable);
        try
        {
            Environment.SetEnvironmentVariable(Notebook.ProfileVariable, null);
            var failure = NotebookRunner.Run(Path.Combine(Folder, name), true, (_, _) => { }, default).Failure;
            Assert.True(failure is null, $"In[{failure?.Cell}], line {failure?.Line}: {failure?.Source}\n{string.Join('\n', failure?.Traceback ?? [])}");
        }
        finally
        {
            Environment.SetEnvironmentVariable(Notebook.ProfileVariable, before);
        }
    }
}
