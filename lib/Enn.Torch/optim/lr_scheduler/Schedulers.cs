namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>base lr times a function of the epoch.</summary>
                public sealed class LambdaLR : LRScheduler
                {
                    private readonly List<Func<int, double>> _lambdas;

                    internal LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        _lambdas = [.. lr_lambdas];
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => _base_lrs.Zip(_lambdas, (lr, f) => lr * f(_last_epoch));
                }

                /// <summary>The last lr times a function of the epoch.</summary>
                public sealed class MultiplicativeLR : LRScheduler
                {
                    private readonly List<Func<int, double>> _lambdas;

                    internal MultiplicativeLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        _lambdas = [.. lr_lambdas];
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => _last_epoch > 0 ? Rates.Zip(_lambdas, (lr, f) => lr * f(_last_epoch)) : Rates;
                }

                /// <summary>Times gamma every step_size epochs.</summary>
                public sealed class StepLR : LRScheduler
                {
                    private readonly int _size;
                    private readonly double _gamma;

                    internal StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_size, _gamma) = (step_size, gamma);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => _last_epoch == 0 || _last_epoch % _size != 0 ? Rates : Rates.Select(lr => lr * _gamma);
                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(lr => lr * Math.Pow(_gamma, _last_epoch / _size));
                }

                /// <summary>Times gamma at each milestone.</summary>
                public sealed class MultiStepLR : LRScheduler
                {
                    private readonly List<int> _milestones;
                    private readonly double _gamma;

                    internal MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_milestones, _gamma) = ([.. milestones], gamma);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Rates.Select(lr => lr * Math.Pow(_gamma, _milestones.Count(m => m == _last_epoch)));
                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(lr => lr * Math.Pow(_gamma, _milestones.Count(m => m <= _last_epoch)));
                }

                /// <summary>base lr (1 - epoch / total_iters)^power.</summary>
                public sealed class PolynomialLR : LRScheduler
                {
                    private readonly int _total;
                    private readonly double _power;

                    internal PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_total, _power) = (total_iters, power);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => _last_epoch == 0 || _last_epoch > _total
                        ? Rates
                        : Rates.Select(lr => lr * Math.Pow((1.0 - (double)_last_epoch / _total) / (1.0 - (double)(_last_epoch - 1) / _total), _power));

                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(lr => lr * Math.Pow(1.0 - (double)Math.Min(_total, _last_epoch) / _total, _power));
                }

                /// <summary>Times gamma every epoch.</summary>
                public sealed class ExponentialLR : LRScheduler
                {
                    private readonly double _gamma;

                    internal ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        _gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => _last_epoch == 0 ? Rates : Rates.Select(lr => lr * _gamma);
                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(lr => lr * Math.Pow(_gamma, _last_epoch));
                }

                /// <summary>Times a factor for the first epochs.</summary>
                public sealed class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _total;

                    internal ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_factor, _total) = (factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        _last_epoch == 0 ? Rates.Select(lr => lr * _factor) : _last_epoch == _total ? Rates.Select(lr => lr * (1 / _factor)) : Rates;

                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(lr => lr * (_last_epoch >= _total ? 1 : _factor));
                }

                /// <summary>Times a factor that goes linearly from start to end.</summary>
                public sealed class LinearLR : LRScheduler
                {
                    private readonly double _start, _end;
                    private readonly int _total;

                    internal LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1, int total_iters = 5, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        if (start_factor is > 1 or <= 0) throw new ArgumentOutOfRangeException(nameof(start_factor), start_factor, "start_factor must be above 0 and at most 1");
                        if (end_factor is > 1 or < 0) throw new ArgumentOutOfRangeException(nameof(end_factor), end_factor, "end_factor must be between 0 and 1");
                        (_start, _end, _total) = (start_factor, end_factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        _last_epoch == 0 ? Rates.Select(lr => lr * _start)
                        : _last_epoch > _total ? Rates
                        : Rates.Select(lr => lr * (1 + (_end - _start) / (_total * _start + (_last_epoch - 1) * (_end - _start))));

                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(lr => lr * (_start + (_end - _start) * Math.Min(_total, _last_epoch) / _total));
                }

                /// <summary>A half cosine from the base lr to eta_min in T_max epochs, and back.</summary>
                public sealed class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _max, _min;

                    internal CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_max, _min) = (T_max, eta_min);
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0) return Rates;
                        if (_last_epoch > 0 && (_last_epoch - 1 - _max) % (2 * _max) == 0)
                            return Rates.Zip(_base_lrs, (lr, first) => lr + (first - _min) * (1 - Math.Cos(Math.PI / _max)) / 2);
                        var ratio = (1 + Math.Cos(Math.PI * _last_epoch / _max)) / (1 + Math.Cos(Math.PI * (_last_epoch - 1) / _max));
                        return Rates.Select(lr => ratio * (lr - _min) + _min);
                    }

                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(lr => _min + (lr - _min) * (1 + Math.Cos(Math.PI * _last_epoch / _max)) / 2);
                }
            }
        }
    }
}
