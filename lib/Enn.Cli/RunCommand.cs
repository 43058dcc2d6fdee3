using System.CommandLine;
using Enn.Experiments;
using Enn.Experiments.NonNegativePaper;
using Enn.NonNegative;

namespace Enn.Cli;

/// <summary>./enn run PAPER: single runs. Those of the non-negative networks take the official command line's settings, or all combinations of several.</summary>
internal static class RunCommand
{
    internal static Command Create()
    {
        var command = new Command("run", "Run single experiments of a paper: some of the runs behind its tables, or (nonnegative) with settings of your own.");
        foreach (var paper in Papers.All) command.Subcommands.Add(paper is NonNegativeExperiments ? ForNonNegative() : SelectedRunsCommand.Create(paper));
        return command;
    }

    private static Command ForNonNegative()
    {
        var methods = Words("--method", "-m", Spelling.Methods.Keys, "What to do with the net.");
        var architectures = Words("--architecture", "-c", Spelling.Architectures.Keys, "Which nets.");
        var datasets = Words("--dataset", "-d", Spelling.Datasets.Keys, "Which data sets.");
        var activations = Words("--activation", "-a", Spelling.Activations.Keys, "Which activations.");
        var optimizers = Words("--optimizer", "-o", Spelling.Optimizers.Keys.Append(Spelling.NoOptimizer), "Which non-negative optimisers; - is none for the transformation, and nnsgd for methods that train the non-negative net.");
        optimizers.Aliases.Add("--nn_optimizer");
        architectures.DefaultValueFactory = _ => ["mlp"];
        datasets.DefaultValueFactory = _ => ["fashion_mnist"];
        activations.DefaultValueFactory = _ => [Spelling.Sinusoidal];
        optimizers.DefaultValueFactory = _ => [Spelling.NoOptimizer];
        var flags = new (Option<bool> Flag, string Method)[]
        {
            (new("--transformation", "-t") { Description = "Short for --method transformation." }, Spelling.Transformation),
            (new("--post-train-nn", "-p", "--post_train_nn") { Description = "Short for --method post_train_nn." }, Spelling.PostTraining),
            (new("--fully-negative-training", "-f", "--fully_negative_training") { Description = "Short for --method fully_nn_train." }, Spelling.FromScratch),
        };
        var epochs = Count("--epochs", "Epochs of each training in place of the protocol's.");
        var batch = Count("--batch-size", "Images a step in place of the protocol's.");
        var seed = new Option<long>("--seed") { Description = "Of initial weights and shuffling." };
        var lambda = new Option<double?>("--exp-lambda") { Description = "lambda of the exponential distribution that exp_init draws weights from; the paper does not publish it." };
        lambda.Validators.Add(Positive.Real("--exp-lambda"));
        var preset = new Option<string?>("--preset") { Description = "Reproduce a published number that depends on a defect of the official code. " + string.Join(' ', Presets.All.Select(p => $"{p.Name}: {p.Why}")) };
        preset.AcceptOnlyFromAmong([.. Presets.All.Select(p => p.Name)]);
        var command = new Command("nonnegative", "Non-negative isomorphic neural networks (arXiv 2310.01084): every combination of the settings given.")
        {
            methods, architectures, datasets, activations, optimizers, epochs, batch, seed, lambda, preset,
        };
        foreach (var option in OfficialOptions.Unused()) command.Options.Add(option);
        foreach (var (flag, _) in flags) command.Options.Add(flag);
        command.Validators.Add(result =>
        {
            if (result.GetValue(methods) is not { Length: > 0 } && !flags.Any(f => result.GetValue(f.Flag)))
                result.AddError($"Say what to do: --method {string.Join('|', Spelling.Methods.Keys)}.");
        });
        var shared = new RunOptionSet(command, "default: on; the official loaders never shuffle MNIST and Fashion-MNIST");
        command.SetAction((result, cancel) => Task.Run(() =>
        {
            var chosen = (result.GetValue(methods) ?? []).Concat(flags.Where(f => result.GetValue(f.Flag)).Select(f => f.Method)).Distinct();
            var combinations = from method in chosen
                               from architecture in result.GetValue(architectures)!
                               from dataset in result.GetValue(datasets)!
                               from activation in result.GetValue(activations)!
                               from optimizer in method == Spelling.Transformation ? [Spelling.NoOptimizer] : result.GetValue(optimizers)!
                               select (method, architecture, dataset, activation, optimizer: method != Spelling.Transformation && optimizer == Spelling.NoOptimizer ? DefaultOptimizer(method) : optimizer);
            var changes = new Changes(result.GetValue(epochs), result.GetValue(batch), result.GetValue(seed), result.GetValue(lambda), result.GetValue(preset));
            using var interruption = new Interruption(cancel);
            return Run([.. combinations.Distinct()], changes, shared.Read(result, shuffleDefault: true), result.InvocationConfiguration.Output, interruption.Token);
        }, CancellationToken.None));
        return command;
    }

    private sealed record Changes(int? Epochs, int? BatchSize, long Seed, double? ExponentialRate, string? Preset);

    // The paper clips with CSGD only.
    private static string DefaultOptimizer(string method) => method == Spelling.ClippedPostTraining ? Spelling.Csgd : Spelling.Nnsgd;

    private static int Run((string Method, string Architecture, string Dataset, string Activation, string Optimizer)[] combinations, Changes changes, RunOptions options,
        TextWriter output, CancellationToken cancel)
    {
        using var data = new LoadedData(options.Device);
        var plan = new List<PlannedRun>();
        foreach (var c in combinations)
        {
            try
            {
                plan.Add(Plan(c.Method, c.Architecture, c.Dataset, c.Activation, c.Optimizer, changes, options, data));
            }
            catch (NotSupportedException missing)
            {
                throw new CliException($"{c.Method} {c.Architecture} {c.Dataset} {c.Activation} {c.Optimizer}: {missing.Message}", missing);
            }
        }
        if (changes.Preset is { } preset) output.WriteLine($"{preset}: {Presets.Named(preset).Why}");
        var (records, failures) = new RunSession(options, "nonnegative", output).Run(plan, cancel);
        TableView.Show(ResultTable.Create(plan, records), output);
        cancel.ThrowIfCancellationRequested();
        return failures == 0 ? CommandLine.Success : CommandLine.CheckFailed;
    }

    private static PlannedRun Plan(string method, string architecture, string dataset, string activation, string optimizer, Changes changes, RunOptions options, LoadedData data)
    {
        if (Data.ImageDataset.WhatIsMissing(dataset) is { } missing) throw new CliException(missing);
        var published = NonNegative.RunConfiguration.Of(Spelling.Methods[method], Spelling.Architectures[architecture], Spelling.Datasets[dataset],
            Spelling.Activations[activation], optimizer == Spelling.NoOptimizer ? null : Spelling.Optimizers[optimizer]);
        ImagePipelines.Of(published.Architecture, published.Dataset);
        var protocol = Schedule.Published(published);
        var actual = published with { Shuffle = options.Shuffle ?? published.Shuffle, BatchSize = changes.BatchSize ?? published.BatchSize };
        if (method == Spelling.ExponentialInitialisation)
            actual = actual with { ExponentialRate = changes.ExponentialRate ?? throw new CliException("exp_init needs --exp-lambda NUMBER: the paper does not publish lambda") };
        if (changes.Preset is { } preset)
        {
            var papers = actual;
            actual = Presets.Named(preset).Apply(papers);
            if (actual == papers) throw new CliException($"--preset {preset} changes nothing for {method} {architecture} {dataset} {activation} {optimizer}: run it without the preset");
        }
        var schedule = Schedule.Published(actual);
        if (changes.Epochs is { } epochs) schedule = new Schedule(schedule.OriginalEpochs > 0 ? epochs : 0, schedule.TwinEpochs > 0 ? epochs : 0, 1);
        return ScenarioPlan.Create(actual, schedule, protocol.Epochs, changes.Seed, data, changes.Preset);
    }

    private static Option<string[]> Words(string name, string alias, IEnumerable<string> words, string description)
    {
        var option = new Option<string[]>(name, alias) { Description = $"{description} Several combine: {string.Join(", ", words)}.", AllowMultipleArgumentsPerToken = true };
        option.AcceptOnlyFromAmong([.. words]);
        return option;
    }

    private static Option<int?> Count(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(Positive.Number(name));
        return option;
    }
}
