using Enn.Data;
using Enn.Eidetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>Heads of tasks, classes of tasks, and prediction without a task number.</summary>
public class RoutingTests
{
    [Fact]
    public void Outputs_outside_the_tasks_classes_never_win_and_take_no_part_in_the_loss()
    {
        var task = new EideticTask("2/3", 6) { Classes = [2, 3] };
        var logits = tensor(new float[] { 9, 9, 1, 2, 9, 9, 9, 9, 3, 2, 9, 9 }, [2, 6]);
        Assert.Equal([3L, 2], task.Predict(logits).data<long>().ToArray());
        var labels = tensor([3L, 3]);
        var expected = nn.functional.cross_entropy(logits[.., 2..4], labels - 2);
        Assert.Equal(expected.item<float>(), task.Loss(logits, labels).item<float>(), 1e-6f);
        Assert.Equal([9f, 9], new EideticTask("all", 6).Predict(logits).data<long>().ToArray().Select((c, i) => logits[i, c].item<float>()));
    }

    [Fact]
    public void Tasks_that_make_no_sense_are_refused()
    {
        var network = Toy.Network(tasks: 1);
        Assert.All([new EideticTask("none", 0), new EideticTask("empty", 3) { Classes = [] }, new EideticTask("beyond", 3) { Classes = [3] }],
            task => Assert.Throws<ArgumentException>(() => network.AddTask(task)));
        Assert.Single(network.Tasks);
    }

    [Fact]
    public void Only_the_tasks_head_trains()
    {
        var network = Toy.Network(tasks: 4);
        Toy.Learn(network, 0);
        var phase = network.Begin(2);
        Assert.Equal(["classifiers.2.bias", "classifiers.2.carried", "classifiers.2.weight"],
            phase.named_parameters().Select(p => p.name).Where(n => n.StartsWith("classifiers", StringComparison.Ordinal)).Order());
        Assert.Throws<InvalidOperationException>(() => network.Logits(2, randn(1, 12)));
        Assert.Throws<InvalidOperationException>(() => network.Logits(1, randn(1, 12)));
    }

    [Fact]
    public void A_task_classifier_routes_samples_to_their_heads()
    {
        manual_seed(17);
        var network = Toy.Network(tasks: 3, width: 40);
        for (var task = 0; task < 3; task++) Toy.Learn(network, task, epochs: 15);
        var x = cat([.. Enumerable.Range(0, 3).Select(t => Toy.Batch(t).Inputs)]);
        var tasks = cat([.. Enumerable.Range(0, 3).Select(t => TaskClassifier.Relabel(Toy.Batch(t), t).Labels)]);
        var router = network.AddTask(TaskClassifier.Task(3));
        var report = Toy.Learn(network, router, epochs: 40, last: true, batch: new Batch(x, tasks));
        Assert.True(report.Schedule.Best > 0.9, $"{report}");

        var routing = network.Route(x, router);
        var right = routing.Task.eq(tasks);
        Assert.True(right.sum().item<long>() > 150);
        // Where the task is right, the class is the one that the task's own head says.
        var oracle = network.Predict(x, tasks);
        for (var task = 0; task < 3; task++) Assert.True(oracle.narrow(0, 60 * task, 60).eq(network.Predict(Toy.Batch(task).Inputs, task)).all().item<bool>());
        Assert.True(routing.Class.eq(oracle).logical_or(right.logical_not()).all().item<bool>());
        Assert.Equal([1L, 8], new Routing(tensor([0L, 2]), tensor([1L, 2])).Joint(3).data<long>().ToArray());
        // A perfect router is the oracle.
        Assert.True(network.Predict(x, routing.Task).eq(routing.Class).all().item<bool>());
    }

    [Fact]
    public void Joined_sets_are_labelled_by_task()
    {
        static ImageSet Set(int count, byte label) => ImageSet.FromBytes([.. Enumerable.Repeat(label, count * 4)], [.. Enumerable.Repeat(label, count)], 1, 2, 2);
        using var joined = TaskClassifier.Join([Set(2, 7), Set(3, 9)]);
        Assert.Equal([0L, 0, 1, 1, 1], joined.Labels.data<long>().ToArray());
        Assert.Equal(5, joined.Count);
    }

    [Fact]
    public void A_label_of_another_task_is_named()
    {
        var task = new EideticTask("2/3", 6) { Classes = [2, 3] };
        Assert.Contains("Label 5 is no class of task 2/3", Assert.Throws<ArgumentException>(() => task.Loss(zeros(2, 6), tensor([3L, 5]))).Message);
        // The training of such a task is given up, not told to go slower.
        var network = new EideticNetwork(new Mlp(12, 0, 4), [new("0/1", 3) { Classes = [0, 1] }]);
        Assert.Contains("Label 2", Assert.Throws<ArgumentException>(() => Toy.Learn(network, 0)).Message);
        Assert.Null(network.Active);
    }

    [Fact]
    public void A_task_classifier_with_nothing_to_choose_is_refused()
    {
        var network = Toy.Network(tasks: 1);
        var router = network.AddTask(TaskClassifier.Task(1));
        Assert.Throws<InvalidOperationException>(() => network.Route(randn(2, 12), router));
        network.Begin(router).Seal();
        Assert.Throws<InvalidOperationException>(() => network.Route(randn(2, 12), router));
    }
}
