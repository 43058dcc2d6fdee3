using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.EideticPaper;

/// <summary>
/// Fine-tuning with a spring on each weight: strength / 2 sum_k F_k (w - w_k)^2 is added to the loss, where w_k are the weights after task k and F_k the diagonal of
/// their Fisher information (Kirkpatrick et al., PNAS 2017, equation 3). The sum needs two tensors a weight, sum F_k and sum F_k w_k, whatever the number of tasks.
/// Running statistics of batch normalisation have no spring.
/// </summary>
/// <param name="choice">How to train, and the strength.</param>
/// <param name="network">The network.</param>
/// <param name="seed">Of the labels drawn for the Fisher information.</param>
internal sealed class ElasticWeightConsolidation(SequenceChoice choice, DenseNetwork network, long seed) : DenseLearner(choice, [network])
{
    // Images that the Fisher information of a task is averaged over.
    private const int Samples = 200;

    private const string FisherPrefix = "fisher.", PullPrefix = "pull.";

    private readonly Dictionary<string, (Tensor Fisher, Tensor Pull)> _springs = [];

    public override Checkpoint Save()
    {
        var saved = base.Save();
        var tensors = saved.Tensors.ToDictionary();
        foreach (var (name, spring) in _springs) (tensors[FisherPrefix + name], tensors[PullPrefix + name]) = (spring.Fisher.cpu().clone(), spring.Pull.cpu().clone());
        return saved with { Tensors = tensors };
    }

    public override void Restore(Checkpoint checkpoint)
    {
        base.Restore(checkpoint);
        var pulls = NamedState.Part(checkpoint.Tensors, PullPrefix);
        foreach (var (name, fisher) in NamedState.Part(checkpoint.Tensors, FisherPrefix)) _springs[name] = (Own(fisher), Own(pulls[name]));
        Tensor Own(Tensor tensor) => tensor.to(network.parameters().First().device).clone().DetachFromDisposeScope();
    }

    // The gradient of the springs: strength (sum F_k w - sum F_k w_k).
    protected override void HoldBack(DenseNetwork network)
    {
        using var grad = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
            if (parameter.grad is { } gradient && _springs.TryGetValue(name, out var spring)) gradient.add_((spring.Fisher * parameter).sub_(spring.Pull), alpha: Choice.Strength);
    }

    // One image at a time, with a label that the network itself draws: the expectation is over its own predictions.
    protected override void Consolidate(DenseNetwork network, int task, Pass pass, CancellationToken cancel)
    {
        using var random = new Generator((ulong)Seeds.Derive(seed, task));
        foreach (var (inputs, _) in pass(1, 0).Take(Samples))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            network.zero_grad();
            var logits = network.Forward(inputs, Head(task));
            var drawn = multinomial(logits.detach().softmax(1).cpu(), 1, generator: random).squeeze(1).to(logits.device);
            nn.functional.cross_entropy(logits, drawn).backward();
            using var grad = no_grad();
            foreach (var (name, parameter) in network.named_parameters())
                if (parameter.grad is { } gradient) Add(name, gradient.square().div_(Samples), parameter);
        }
        network.zero_grad();
    }

    // The weights stay the same meanwhile, so the sum over images of F w_k may grow with the sum of F.
    private void Add(string name, Tensor information, Tensor parameter)
    {
        if (!_springs.TryGetValue(name, out var spring))
            _springs[name] = spring = (zeros_like(parameter).detach().DetachFromDisposeScope(), zeros_like(parameter).detach().DetachFromDisposeScope());
        spring.Fisher.add_(information);
        spring.Pull.add_(information * parameter);
    }
}
