using Enn.SelfTest;
using Xunit.Abstractions;
using Xunit.Sdk;

// Runs the tests of the libraries where there is no .NET SDK: ./run.sh selftest [WORD...] of a bundle, for the assemblies whose names contain a word.
string[] all = ["Enn.Torch.Tests", "Enn.CSharp.Tests"];
var chosen = all.Where(name => args.Length == 0 || args.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))).ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"selftest: no test assembly is named like {string.Join(", ", args)}; there are {string.Join(", ", all)}");
    return 2;
}
using var sink = new ResultSink(Console.Out);
using var framework = new XunitTestFramework(sink);
foreach (var name in chosen)
{
    using var executor = ((ITestFramework)framework).GetExecutor(new(name));
    executor.RunAll(sink, new RunnerOptions(), new RunnerOptions());
    sink.WaitForAssembly();
    Console.WriteLine($"{name}: done");
}
Console.WriteLine(sink.ClosingLine);
return sink.Holds ? 0 : 1;
