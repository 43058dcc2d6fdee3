namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>One scheduler after the other: at each milestone the next one starts, at its epoch 0.</summary>
                public sealed class SequentialLR : LRScheduler
                {
                    private readonly List<LRScheduler> _schedulers;
                    private readonly List<int> _milestones;

                    internal SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1) : base(optimizer, last_epoch)
                    {
                        (_schedulers, _milestones) = ([.. schedulers], [.. milestones]);
                        if (_schedulers.Any(s => s._optimizer != optimizer)) throw new ArgumentException("all schedulers must drive the same optimizer", nameof(schedulers));
                        if (_milestones.Count != _schedulers.Count - 1)
                            throw new ArgumentException($"{_schedulers.Count} schedulers need {_schedulers.Count - 1} milestones, not {_milestones.Count}", nameof(milestones));
                        _last_epoch = last_epoch + 1;
                        // Every scheduler took its first step when it was made: only the first one's counts.
                        foreach (var scheduler in _schedulers) scheduler.Undo();
                        _schedulers[0].step();
                        _last_lrs = [.. _schedulers[0].get_last_lr()];
                    }

                    public override void step()
                    {
                        _last_epoch++;
                        var index = _milestones.Count(m => m <= _last_epoch);
                        if (index > 0 && _milestones[index - 1] == _last_epoch) _schedulers[index].step(0);
                        else _schedulers[index].step();
                        _last_lrs = [.. _schedulers[index].get_last_lr()];
                    }
                }

                /// <summary>All schedulers at every step.</summary>
                public sealed class ChainedLR : LRScheduler
                {
                    private readonly List<LRScheduler> _schedulers;

                    internal ChainedLR(IEnumerable<LRScheduler> schedulers)
                    {
                        _schedulers = [.. schedulers];
                        if (_schedulers.Count == 0 || _schedulers.Any(s => s._optimizer != _schedulers[0]._optimizer)) throw new ArgumentException("all schedulers must drive the same optimizer", nameof(schedulers));
                        _last_lrs = _schedulers[^1].Rates;
                    }

                    public override void step()
                    {
                        foreach (var scheduler in _schedulers) scheduler.step();
                        _last_lrs = _schedulers[^1].Rates;
                    }
                }

                /// <summary>Reduces the rate when a measure has stopped improving: call step(measure).</summary>
                public sealed class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _smaller, _relative;
                    private readonly double _factor, _threshold, _eps;
                    private readonly int _patience, _cooldown;
                    private readonly List<double> _minimum;
                    private double _best;
                    private int _bad, _waiting;

                    internal ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0,
                        IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false) : base(optimizer, 0, verbose)
                    {
                        if (factor >= 1) throw new ArgumentOutOfRangeException(nameof(factor), factor, "factor must be below 1");
                        if (mode is not ("min" or "max")) throw new ArgumentException($"mode is min or max, not {mode}", nameof(mode));
                        if (threshold_mode is not ("rel" or "abs")) throw new ArgumentException($"threshold_mode is rel or abs, not {threshold_mode}", nameof(threshold_mode));
                        (_smaller, _relative) = (mode == "min", threshold_mode == "rel");
                        (_factor, _patience, _threshold, _cooldown, _eps) = (factor, patience, threshold, cooldown, eps);
                        var groups = optimizer.ParamGroups.Count();
                        _minimum = min_lr switch { null => [.. new double[groups]], { Count: 1 } => [.. Enumerable.Repeat(min_lr[0], groups)], _ => [.. min_lr] };
                        if (_minimum.Count != groups) throw new ArgumentException($"{groups} groups need as many smallest rates", nameof(min_lr));
                        _best = _smaller ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    public override void step() => throw new InvalidOperationException("ReduceLROnPlateau needs the measure: step(measure)");
                    public override void step(int? epoch) => step();

                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? _last_epoch + 1;
                        if (Better(current)) (_best, _bad) = (current, 0);
                        else _bad++;
                        if (_waiting > 0) (_waiting, _bad) = (_waiting - 1, 0);
                        if (_bad > _patience)
                        {
                            Apply(Rates.Zip(_minimum, (lr, least) => Math.Max(lr * _factor, least) is var reduced && lr - reduced > _eps ? reduced : lr));
                            (_waiting, _bad) = (_cooldown, 0);
                        }
                        _last_lrs = Rates;
                    }

                    private bool Better(double a) => (_smaller, _relative) switch
                    {
                        (true, true) => a < _best * (1 - _threshold),
                        (true, false) => a < _best - _threshold,
                        (false, true) => a > _best * (1 + _threshold),
                        _ => a > _best + _threshold,
                    };
                }
            }
        }
    }
}
