using Enn.Torch.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static NAdam NAdam(IEnumerable<Parameter> named_parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3) =>
                new(named_parameters, lr, beta1, beta2, eps, weight_decay, momentum_decay);

            public static NAdam NAdam(IEnumerable<(string name, Parameter parameter)> named_parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3) =>
                new(named_parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay, momentum_decay);

            public static NAdam NAdam(IEnumerable<NAdam.ParamGroup> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, momentum_decay);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Adam with Nesterov momentum.</summary>
    public sealed class NAdam : OptimizerHelper, optim.IBetas
    {
        public NAdam(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, momentum_decay) { }

        public NAdam(IEnumerable<ParamGroup> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
        {
            Bounds.NotNegative(lr, nameof(lr));
            Bounds.NotNegative(eps, nameof(eps));
            Bounds.NotNegative(weight_decay, nameof(weight_decay));
            Bounds.NotNegative(momentum_decay, nameof(momentum_decay));
            Bounds.Fraction(beta1, nameof(beta1));
            Bounds.Fraction(beta2, nameof(beta2));
            Defaults = new Options { LearningRate = lr, InitialLearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, momentum_decay = momentum_decay };
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
                s.exp_avg_sq ??= s.NewZeros();
                var (beta1, beta2) = (o.beta1!.Value, o.beta2!.Value);
                var mu = beta1 * (1 - 0.5 * Math.Pow(0.96, s.step * o.momentum_decay!.Value));
                var next = beta1 * (1 - 0.5 * Math.Pow(0.96, (s.step + 1) * o.momentum_decay.Value));
                s.mu_product *= mu;
                Decay(s.exp_avg, beta1, g);
                Decay(s.exp_avg_sq, beta2, g, g);
                var root = Shift(Root(Scaled(s.exp_avg_sq, 1 / (1 - Math.Pow(beta2, s.step)))), o.eps);
                AddQuotient(p, g, root, -o.LearningRate * (1 - mu) / (1 - s.mu_product));
                AddQuotient(p, s.exp_avg, root, -o.LearningRate * next / (1 - s.mu_product * next));
            }
        }, closure);

        public sealed class Options : OptimizerOptions
        {
            public double? beta1;
            public double? beta2;
            public double? eps;
            public double? weight_decay;
            public double? momentum_decay;
        }

        public sealed class State(Parameter parameter) : OptimizerState(parameter)
        {
            public long step;
            public double mu_product = 1;
            public Tensor? exp_avg;
            public Tensor? exp_avg_sq;
        }

        public sealed class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            public ParamGroup() { }
            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
                : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, momentum_decay = momentum_decay }) { }

            public (double, double) Betas
            {
                get => (Options.beta1 ?? 0, Options.beta2 ?? 0);
                set => (Options.beta1, Options.beta2) = value;
            }
        }
    }
}
