using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Enn.Cli;
using Enn.Notebooks.Kernels;
using Enn.Notebooks.Web;

namespace Enn.Browser.Tests;

/// <summary>Jupyter with our kernel, on files and settings of its own.</summary>
internal sealed class JupyterServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("enn jupyter ").FullName;
    private readonly int _port = FreePort();
    private Process? _process;

    internal string Address => $"http://127.0.0.1:{_port}/";

    /// <summary>Starts it with a copy of a notebook.</summary>
    /// <returns>The page of the copy.</returns>
    internal async Task<string> StartAsync(string notebook)
    {
        File.Copy(notebook, Path.Combine(_folder, Path.GetFileName(notebook)));
        KernelSpec.Install(Path.Combine(_folder, "share", "kernels"), KernelSpec.Name, KernelCommand.StartCommand, await WebPackage.Plotly.EnsureAsync(Tools.Packages, CancellationToken.None));
        var start = new ProcessStartInfo(Tools.Find("jupyter-notebook")!,
            ["--allow-root", "--no-browser", "--ip=127.0.0.1", $"--port={_port}", "--NotebookApp.token=", "--NotebookApp.password=", "--notebook-dir=" + _folder])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        foreach (var name in new[] { "HOME", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR" }) start.Environment[name] = Path.Combine(_folder, "home");
        start.Environment["JUPYTER_PATH"] = Path.Combine(_folder, "share");
        var log = new System.Text.StringBuilder();
        _process = new Process { StartInfo = start };
        _process.ErrorDataReceived += (_, line) => log.AppendLine(line.Data);
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        using var client = new HttpClient();
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            Assert.False(_process.HasExited || clock.Elapsed > Patience, $"Jupyter does not answer: {log}");
            try
            {
                using var answer = await client.GetAsync(new Uri(Address + "api"));
                if (answer.IsSuccessStatusCode) return Address + "notebooks/" + Path.GetFileName(notebook);
            }
            catch (HttpRequestException)
            {
                // It is not listening yet.
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }
}
