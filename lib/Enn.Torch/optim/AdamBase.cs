using Enn.Torch.Core;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Torch;

public abstract class AdamOptions : OptimizerOptions
{
    public double? beta1;
    public double? beta2;
    public double? eps;
    public double? weight_decay;
    public bool? amsgrad;
    public bool? maximize;
}

public abstract class AdamState(Parameter parameter) : OptimizerState(parameter)
{
    public long step;
    public Tensor? exp_avg;
    public Tensor? exp_avg_sq;
    public Tensor? max_exp_avg_sq;

    /// <summary>Makes what the next step needs and is not there yet.</summary>
    internal void Complete(bool amsgrad)
    {
        exp_avg ??= NewZeros();
        exp_avg_sq ??= NewZeros();
        if (amsgrad) max_exp_avg_sq ??= NewZeros();
    }
}

/// <summary>What Adam and AdamW share: m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; p -= lr m' / (sqrt v' + eps), with m and v corrected by 1 - b^t.</summary>
public abstract unsafe class AdamBase<TOptions, TState> : OptimizerHelper, optim.IBetas where TOptions : AdamOptions, new() where TState : AdamState
{
    private readonly FusedArrays _arrays = new();
    private readonly bool _decoupled;

    private protected AdamBase(bool decoupled, double lr, double beta1, double beta2, double eps, double weight_decay, bool amsgrad, bool maximize)
    {
        Bounds.NotNegative(lr, nameof(lr));
        Bounds.Fraction(beta1, nameof(beta1));
        Bounds.Fraction(beta2, nameof(beta2));
        Bounds.NotNegative(eps, nameof(eps));
        Bounds.NotNegative(weight_decay, nameof(weight_decay));
        _decoupled = decoupled;
        Defaults = new TOptions { LearningRate = lr, InitialLearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize };
    }

    public (double, double) Betas
    {
        get => (((TOptions)Defaults).beta1!.Value, ((TOptions)Defaults).beta2!.Value);
        set
        {
            foreach (var options in Groups.Select(g => (TOptions)g.Options).Append((TOptions)Defaults)) (options.beta1, options.beta2) = value;
        }
    }

    public override Tensor? step(Func<Tensor>? closure = null)
    {
        var loss = Evaluate(closure);
        foreach (var group in Groups) Step((Parameter[])group.Parameters, (TOptions)group.Options);
        return loss;
    }

    private void Step(Parameter[] parameters, TOptions options)
    {
        _arrays.Begin(parameters.Length);
        try
        {
            // A parameter that missed steps for want of a gradient counts fewer: each run of equal counts is one native call.
            long step = 0;
            foreach (var parameter in parameters)
            {
                var gradient = FusedArrays.GradientOf(parameter);
                if (gradient == IntPtr.Zero) continue;
                var state = (TState)StateOf(parameter);
                if (state.step + 1 != step) Run(options, step);
                step = ++state.step;
                state.Complete(options.amsgrad == true);
                _arrays.Add(parameter, gradient, state.exp_avg, state.exp_avg_sq, state.max_exp_avg_sq);
            }
            Run(options, step);
        }
        finally
        {
            _arrays.Clear();
            GC.KeepAlive(parameters);
        }
    }

    private void Run(TOptions options, long step)
    {
        if (_arrays.Count == 0) return;
        var amsgrad = options.amsgrad == true;
        _arrays.Check(Native.enn_adam_step(_arrays.Parameters, _arrays.Gradients, _arrays.First, _arrays.Second, amsgrad ? _arrays.Third : null, _arrays.Count,
            options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value, options.eps!.Value, options.weight_decay!.Value, _decoupled ? 1 : 0, amsgrad ? 1 : 0,
            options.maximize == true ? 1 : 0, step), _decoupled ? "AdamW.step" : "Adam.step");
        _arrays.Clear();
    }
}
