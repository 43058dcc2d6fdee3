using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static BatchNorm1d BatchNorm1d(long num_features, double eps = 1e-5, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static BatchNorm2d BatchNorm2d(long num_features, double eps = 1e-5, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static BatchNorm3d BatchNorm3d(long num_features, double eps = 1e-5, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static InstanceNorm1d InstanceNorm1d(long num_features, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static InstanceNorm2d InstanceNorm2d(long num_features, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static InstanceNorm3d InstanceNorm3d(long num_features, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1e-5, bool affine = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_groups, num_channels, eps, affine, device, dtype);

            public static LayerNorm LayerNorm(long normalized_shape, double eps = 1e-5, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new([normalized_shape], eps, elementwise_affine, bias, device, dtype);

            public static LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-5, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            public static LocalResponseNorm LocalResponseNorm(long size, double alpha = 1e-4, double beta = 0.75, double k = 1) => new(size, alpha, beta, k);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>What norms over batches share: an affine map and running statistics.</summary>
    public abstract class NormBase : nn.Module<Tensor, Tensor>
    {
        private protected NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name) : base(name)
        {
            this.num_features = num_features;
            this.eps = eps;
            this.momentum = momentum;
            this.affine = affine;
            this.track_running_stats = track_running_stats;
            if (affine)
            {
                weight = Factory.ParameterOf(Factory.Ones([num_features], device, dtype));
                bias = Factory.ParameterOf(Factory.Zeros([num_features], device, dtype));
            }
            if (track_running_stats)
            {
                running_mean = Factory.Zeros([num_features], device, dtype);
                running_var = Factory.Ones([num_features], device, dtype);
                num_batches_tracked = Factory.Zeros([], device, ScalarType.Int64);
            }
            RegisterComponents();
        }

        public long num_features { get; }
        public double eps { get; set; }
        public double? momentum { get; set; }
        public bool affine { get; }
        public bool track_running_stats { get; }
        public Parameter? weight { get; set; }
        public Parameter? bias { get; set; }
        public Tensor? running_mean { get; set; }
        public Tensor? running_var { get; set; }
        public Tensor? num_batches_tracked { get; set; }

        public void reset_running_stats()
        {
            if (!track_running_stats) return;
            nn.init.zeros_(running_mean!);
            nn.init.ones_(running_var!);
            nn.init.zeros_(num_batches_tracked!);
        }

        public void reset_parameters()
        {
            reset_running_stats();
            if (!affine) return;
            nn.init.ones_(weight!);
            nn.init.zeros_(bias!);
        }

        private protected abstract bool Accepts(long dimensions);

        private protected void Check(Tensor input)
        {
            var dimensions = input.ndim;
            if (!Accepts(dimensions)) throw new ArgumentException($"{GetName()} does not take an input of {dimensions} dimensions", nameof(input));
        }
    }

    /// <summary>(x - mean) / sqrt(var + eps) weight + bias, the statistics over all but the channels: of the batch in training, running ones in evaluation.</summary>
    public abstract class BatchNorm : NormBase
    {
        private static readonly Enn.Torch.Core.Op _increment = "add_.Scalar";

        private protected BatchNorm(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name) { }

        public override Tensor forward(Tensor input)
        {
            Check(input);
            var factor = momentum ?? 0;
            if (training && track_running_stats)
            {
                using (no_grad()) _increment.Run(num_batches_tracked!, 1);
                if (momentum is null) factor = 1.0 / num_batches_tracked!.item<long>();
            }
            return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training || running_mean is null, factor, eps);
        }
    }

    public sealed class BatchNorm1d : BatchNorm
    {
        internal BatchNorm1d(long num_features, double eps, double? momentum, bool affine, bool track, Device? device, ScalarType? dtype) : base(num_features, eps, momentum, affine, track, device, dtype, nameof(BatchNorm1d)) { }
        private protected override bool Accepts(long dimensions) => dimensions is 2 or 3;
    }

    public sealed class BatchNorm2d : BatchNorm
    {
        internal BatchNorm2d(long num_features, double eps, double? momentum, bool affine, bool track, Device? device, ScalarType? dtype) : base(num_features, eps, momentum, affine, track, device, dtype, nameof(BatchNorm2d)) { }
        private protected override bool Accepts(long dimensions) => dimensions == 4;
    }

    public sealed class BatchNorm3d : BatchNorm
    {
        internal BatchNorm3d(long num_features, double eps, double? momentum, bool affine, bool track, Device? device, ScalarType? dtype) : base(num_features, eps, momentum, affine, track, device, dtype, nameof(BatchNorm3d)) { }
        private protected override bool Accepts(long dimensions) => dimensions == 5;
    }

    /// <summary>Like a batch norm with statistics of each sample and channel; an input without batch dimension is a batch of one.</summary>
    public abstract class InstanceNorm : NormBase
    {
        private static readonly Enn.Torch.Core.Op _unsqueeze = "unsqueeze", _squeeze = "squeeze.dim";
        private readonly long _unbatched;

        private protected InstanceNorm(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name, long unbatched)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name) => _unbatched = unbatched;

        private protected override bool Accepts(long dimensions) => dimensions == _unbatched || dimensions == _unbatched + 1;

        public override Tensor forward(Tensor input)
        {
            Check(input);
            if (input.ndim > _unbatched) return Norm(input);
            return _squeeze.Call(Norm(_unsqueeze.Call(input, 0)), 0);
        }

        private Tensor Norm(Tensor input) =>
            nn.functional.instance_norm(input, running_mean, running_var, weight, bias, training || !track_running_stats, momentum ?? 0, eps);
    }

    public sealed class InstanceNorm1d : InstanceNorm
    {
        internal InstanceNorm1d(long num_features, double eps, double? momentum, bool affine, bool track, Device? device, ScalarType? dtype) : base(num_features, eps, momentum, affine, track, device, dtype, nameof(InstanceNorm1d), 2) { }
    }

    public sealed class InstanceNorm2d : InstanceNorm
    {
        internal InstanceNorm2d(long num_features, double eps, double? momentum, bool affine, bool track, Device? device, ScalarType? dtype) : base(num_features, eps, momentum, affine, track, device, dtype, nameof(InstanceNorm2d), 3) { }
    }

    public sealed class InstanceNorm3d : InstanceNorm
    {
        internal InstanceNorm3d(long num_features, double eps, double? momentum, bool affine, bool track, Device? device, ScalarType? dtype) : base(num_features, eps, momentum, affine, track, device, dtype, nameof(InstanceNorm3d), 4) { }
    }

    /// <summary>Statistics of each sample over groups of channels.</summary>
    public sealed class GroupNorm : nn.Module<Tensor, Tensor>
    {
        internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype) : base(nameof(GroupNorm))
        {
            if (num_channels % num_groups != 0) throw new ArgumentException($"{num_channels} channels do not divide into {num_groups} groups", nameof(num_groups));
            this.num_groups = num_groups;
            this.eps = eps;
            this.affine = affine;
            if (!affine) return;
            weight = Factory.ParameterOf(Factory.Ones([num_channels], device, dtype));
            bias = Factory.ParameterOf(Factory.Zeros([num_channels], device, dtype));
        }

        public long num_groups { get; set; }
        public double eps { get; set; }
        public bool affine { get; set; }
        public Parameter? weight { get; set; }
        public Parameter? bias { get; set; }

        public override Tensor forward(Tensor tensor) => nn.functional.group_norm(tensor, num_groups, weight, bias, eps);
    }

    /// <summary>Statistics over the last dimensions.</summary>
    public sealed class LayerNorm : nn.Module<Tensor, Tensor>
    {
        internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype) : base(nameof(LayerNorm))
        {
            this.normalized_shape = normalized_shape;
            this.eps = eps;
            this.elementwise_affine = elementwise_affine;
            if (!elementwise_affine) return;
            weight = Factory.ParameterOf(Factory.Ones(normalized_shape, device, dtype));
            if (bias) this.bias = Factory.ParameterOf(Factory.Zeros(normalized_shape, device, dtype));
        }

        public long[] normalized_shape { get; set; }
        public double eps { get; set; }
        public bool elementwise_affine { get; set; }
        public Parameter? weight { get; set; }
        public Parameter? bias { get; set; }

        public void reset_parameters()
        {
            if (weight is not null) nn.init.ones_(weight);
            if (bias is not null) nn.init.zeros_(bias);
        }

        public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, normalized_shape, weight, bias, eps);
    }

    public sealed class LocalResponseNorm(long size, double alpha, double beta, double k) : ParameterLessModule<Tensor, Tensor>(nameof(LocalResponseNorm))
    {
        public override Tensor forward(Tensor tensor) => nn.functional.local_response_norm(tensor, size, alpha, beta, k);
    }
}
