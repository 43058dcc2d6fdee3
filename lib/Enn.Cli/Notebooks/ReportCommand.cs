using System.CommandLine;
using Enn.Experiments;
using Enn.Notebooks.Report;

namespace Enn.Cli;

/// <summary>./enn report: notebooks and recorded runs as pages.</summary>
internal static class ReportCommand
{
    internal static Command Create()
    {
        var folder = new Option<string?>("--output") { Description = "The folder of the pages (default: artifacts/report)." };
        var command = new Command("report", "Turn the notebooks, with the outputs that they hold, and the recorded runs into pages that open from disk, and the figures that docs/images has into pictures. Nothing is run: ./enn notebooks and ./enn reproduce do that.") { folder };
        command.SetAction(async (result, cancel) =>
        {
            var output = result.InvocationConfiguration.Output;
            var plotly = await PageScripts.PlotlyAsync(output, cancel);
            var katex = await PageScripts.KatexAsync(output, cancel);
            var target = Path.GetFullPath(result.GetValue(folder) ?? Repository.Below("artifacts", "report"));
            foreach (var picture in Pictures.Renew(Repository.Below("docs", "images"), Repository.Below("notebooks"))) output.WriteLine(picture);
            output.WriteLine(ReportSite.Write(target, NotebooksCommand.All(), Papers.All, Repository.Below("results"), plotly, katex));
        });
        return command;
    }
}
