using Enn.Torch.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Adamax Adamax(IEnumerable<Parameter> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);

            public static Adamax Adamax(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay);

            public static Adamax Adamax(IEnumerable<Adamax.ParamGroup> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Adam with the largest recent gradient in place of the mean square.</summary>
    public sealed class Adamax : OptimizerHelper, optim.IBetas
    {
        public Adamax(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay) { }

        public Adamax(IEnumerable<ParamGroup> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
        {
            Bounds.NotNegative(lr, nameof(lr));
            Bounds.NotNegative(eps, nameof(eps));
            Bounds.NotNegative(weight_decay, nameof(weight_decay));
            Bounds.Fraction(beta1, nameof(beta1));
            Bounds.Fraction(beta2, nameof(beta2));
            Defaults = new Options { LearningRate = lr, InitialLearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay };
            foreach (var group in parameters) add_param_group(group);
        }

        public (double, double) Betas
        {
            get => (((Options)Defaults).beta1!.Value, ((Options)Defaults).beta2!.Value);
            set
            {
                foreach (var options in Groups.Select(g => (Options)g.Options).Append((Options)Defaults)) (options.beta1, options.beta2) = value;
            }
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(group =>
        {
            var o = group.Options;
            foreach (var p in group.Parameters)
            {
                using var g = Gradient(p, o.weight_decay, null);
                if (g is null) continue;
                var s = (State)StateOf(p);
                s.step++;
                s.exp_avg ??= s.NewZeros();
                s.exp_inf ??= s.NewZeros();
                Decay(s.exp_avg, o.beta1, g);
                Larger(s.exp_inf, o.beta2, g, o.eps);
                AddQuotient(p, s.exp_avg, s.exp_inf, -o.LearningRate / (1 - Math.Pow(o.beta1!.Value, s.step)));
            }
        }, closure);

        public sealed class Options : OptimizerOptions
        {
            public double? beta1;
            public double? beta2;
            public double? eps;
            public double? weight_decay;
        }

        public sealed class State(Parameter parameter) : OptimizerState(parameter)
        {
            public long step;
            public Tensor? exp_avg;
            public Tensor? exp_inf;
        }

        public sealed class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            public ParamGroup() { }
            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
                : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay }) { }

            public (double, double) Betas
            {
                get => (Options.beta1 ?? 0, Options.beta2 ?? 0);
                set => (Options.beta1, Options.beta2) = value;
            }
        }
    }
}
