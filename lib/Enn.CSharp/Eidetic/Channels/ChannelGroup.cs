namespace Enn.Eidetic;

/// <summary>Neurons of one group that were sealed together.</summary>
/// <param name="Task">The task that owns them.</param>
/// <param name="Neurons">Their numbers in the group, ascending.</param>
public sealed record Segment(int Task, IReadOnlyList<int> Neurons);

/// <summary>
/// Neurons that live and die together in every tensor that has one row or column for each: the outputs of a layer, its batch normalisation, the inputs of the
/// layers that read it; in a residual network all that is added into one sum. Who owns a neuron is all the state there is (section 3 of the paper: the sets F
/// and R); which weights are frozen, trainable or zero follows from the owners of the two ends.
/// </summary>
public sealed class ChannelGroup
{
    private readonly List<int> _visit;
    private readonly List<Segment> _segments = [];

    /// <summary>A group of free neurons.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="size">Neurons: features of a linear layer, channels of a convolution.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public ChannelGroup(string name, int size) : this(name, size, false) { }

    private ChannelGroup(string name, int size, bool isInput)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        (Name, IsInput) = (name, isInput);
        _visit = [.. Enumerable.Repeat(-1, size)];
    }

    /// <summary>The network's input: channels that belong to nobody and that every task reads.</summary>
    /// <param name="size">Features or channels.</param>
    public static ChannelGroup Input(int size) => new("input", size, true);

    /// <summary>What reports call it.</summary>
    public string Name { get; }

    /// <summary>Whether this is the network's input.</summary>
    public bool IsInput { get; }

    /// <summary>Neurons in all.</summary>
    public int Size => _visit.Count;

    /// <summary>The neurons sealed at the end of each visit to a task, in order of sealing; a visit may have none here.</summary>
    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>The task that owns a neuron; -1 while it is free.</summary>
    public int Owner(int neuron) => _visit[neuron] is >= 0 and var visit ? _segments[visit].Task : -1;

    /// <summary>The visit at whose end a neuron was sealed, counted from 0 over all tasks; -1 while it is free.</summary>
    public int Visit(int neuron) => _visit[neuron];

    /// <summary>The neurons that nobody owns, ascending.</summary>
    public int[] Free() => [.. Enumerable.Range(0, Size).Where(n => _visit[n] < 0)];

    /// <summary>How many neurons a task owns.</summary>
    public int Owned(int task) => _segments.Where(s => s.Task == task).Sum(s => s.Neurons.Count);

    /// <summary>Gives neurons to a task for ever.</summary>
    /// <param name="task">The new owner.</param>
    /// <param name="neurons">Free neurons.</param>
    /// <exception cref="InvalidOperationException">One of them is owned already; nothing is changed.</exception>
    internal void Seal(int task, IReadOnlyList<int> neurons)
    {
        if (neurons.FirstOrDefault(n => _visit[n] >= 0, -1) is >= 0 and var taken)
            throw new InvalidOperationException($"Neuron {taken} of {Name} belongs to task {Owner(taken)} and cannot be given to task {task}.");
        foreach (var neuron in neurons) _visit[neuron] = _segments.Count;
        _segments.Add(new Segment(task, [.. neurons]));
    }

    /// <summary>Replaces the whole state.</summary>
    internal void Replace(int size, IReadOnlyList<Segment> segments)
    {
        _visit.Clear();
        _visit.AddRange(Enumerable.Repeat(-1, size));
        _segments.Clear();
        foreach (var segment in segments) Seal(segment.Task, segment.Neurons);
    }

    /// <summary>Adds free neurons at the end.</summary>
    internal void Grow(int neurons) => _visit.AddRange(Enumerable.Repeat(-1, neurons));
}
