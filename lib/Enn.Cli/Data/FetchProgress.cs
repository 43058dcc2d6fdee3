using Enn.Data.Fetching;
using Spectre.Console;

namespace Enn.Cli;

/// <summary>Shows how a fetch goes on: bars on a terminal, a line a step anywhere else.</summary>
internal static class FetchProgress
{
    internal static async Task RunAsync(TextWriter output, Func<IFetchProgress, Task> fetch)
    {
        if (!Terminal.IsInteractive(output))
        {
            await fetch(new Lines(output));
            return;
        }
        await AnsiConsole.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => fetch(new Bars(context)));
    }

    private sealed class Lines(TextWriter output) : IFetchProgress
    {
        public void Starts(string what, long? bytes) => Says(bytes is { } size ? $"{what} ({Sizes.Text(size)})" : what);

        public void Advances(long bytes)
        {
        }

        public void Says(string line)
        {
            output.WriteLine($"  {line}");
            output.Flush();
        }
    }

    private sealed class Bars(ProgressContext context) : IFetchProgress
    {
        private ProgressTask? _task;

        public void Starts(string what, long? bytes)
        {
            _task?.StopTask();
            _task = context.AddTask(Markup.Escape(what), maxValue: bytes ?? 1);
            _task.IsIndeterminate = bytes is null;
        }

        public void Advances(long bytes) => _task?.Increment(bytes);

        public void Says(string line) => AnsiConsole.MarkupLineInterpolated($"[grey]{line}[/]");
    }
}
