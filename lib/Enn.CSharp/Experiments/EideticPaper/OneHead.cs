namespace Enn.Experiments.EideticPaper;

/// <summary>Fine-tuning with one head over the classes of all tasks, and no task id when it is measured: what the released script calls the lower bound.</summary>
internal sealed class OneHead(SequenceChoice choice, DenseNetwork network, IReadOnlyList<TaskImages> tasks) : DenseLearner(choice, [network])
{
    public override int FirstOutput(int task) => tasks[task].FirstClass;

    protected override int Head(int task) => 0;
}
