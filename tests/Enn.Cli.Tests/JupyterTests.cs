using Enn.Notebooks.Kernels;

namespace Enn.Cli.Tests;

/// <summary>The kernel as Jupyter starts it and talks to it: Debian's python3-jupyter-kernel-test, its client and nbconvert.</summary>
public sealed class JupyterTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly string _folder = Directory.CreateTempSubdirectory("enn jupyter ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Skips where Debian's packages are not installed.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class JupyterTheoryAttribute : TheoryAttribute
    {
        private const string Packages = "/usr/lib/python3/dist-packages/";

        public JupyterTheoryAttribute()
        {
            if (!new[] { "jupyter_kernel_test", "nbconvert" }.All(package => Directory.Exists(Packages + package)))
                Skip = "needs apt-get install python3-jupyter-kernel-test python3-nbconvert";
        }
    }

    [JupyterTheory]
    [InlineData("test_kernel.py")]
    [InlineData("test_client.py")]
    public async Task It_passes(string script)
    {
        KernelSpec.Install(Path.Combine(_folder, "kernels"), KernelSpec.Name, KernelCommand.StartCommand);
        var lines = new List<string>();
        var environment = new Dictionary<string, string> { ["JUPYTER_PATH"] = _folder, ["PYTHONWARNINGS"] = "ignore" };
        var status = await Subprocess.RunAsync(Python, [Path.Combine(AppContext.BaseDirectory, "jupyter", script), "-v"], lines.Add, CancellationToken.None, environment);
        Assert.True(status == 0, string.Join('\n', lines));
        Assert.Contains(lines, line => line.StartsWith("OK", StringComparison.Ordinal));
    }
}
