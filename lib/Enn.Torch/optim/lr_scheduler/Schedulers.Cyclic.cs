namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>A group's momentum, or the first of its betas.</summary>
                private static void SetMomentum(ILearningRateController group, double value)
                {
                    if (group is IMomentum momentum) momentum.Momentum = value;
                    else if (group is IBetas betas) betas.Betas = (value, betas.Betas.Item2);
                    else throw new ArgumentException("cycle_momentum needs an optimizer with momentum or betas", nameof(group));
                }

                private static List<double> PerGroup(Optimizer optimizer, IEnumerable<double> values, string name)
                {
                    var list = values.ToList();
                    var groups = optimizer.ParamGroups.Count();
                    return list.Count == groups ? list : list.Count == 1 ? [.. Enumerable.Repeat(list[0], groups)] : throw new ArgumentException($"{groups} groups need as many values", name);
                }

                /// <summary>Between two rates, up and down, with a shrinking swing on request.</summary>
                public sealed class CyclicLR : LRScheduler
                {
                    public enum Mode { Triangular, Triangular2, ExpRange }

                    public enum ScaleMode { Cycle, Iterations }

                    private readonly List<double> _base, _max, _baseMomentum, _maxMomentum;
                    private readonly double _total, _ratio;
                    private readonly bool _momentum, _perCycle;
                    private readonly Func<double, double> _scale;

                    internal CyclicLR(Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up, int step_size_down, Mode mode, double gamma, Func<double, double>? scale_fn,
                        ScaleMode scale_mode, bool cycle_momentum, IEnumerable<double> base_momentum, IEnumerable<double> max_momentum, int last_epoch, bool verbose) : base(optimizer, last_epoch, verbose)
                    {
                        var down = step_size_down < 0 ? step_size_up : step_size_down;
                        (_total, _ratio) = ((double)step_size_up + down, step_size_up / ((double)step_size_up + down));
                        (_base, _max) = (PerGroup(optimizer, base_lr, nameof(base_lr)), PerGroup(optimizer, max_lr, nameof(max_lr)));
                        _momentum = cycle_momentum;
                        (_baseMomentum, _maxMomentum) = (PerGroup(optimizer, base_momentum, nameof(base_momentum)), PerGroup(optimizer, max_momentum, nameof(max_momentum)));
                        _perCycle = scale_fn is null ? mode != Mode.ExpRange : scale_mode == ScaleMode.Cycle;
                        _scale = scale_fn ?? mode switch
                        {
                            Mode.Triangular2 => cycle => 1 / Math.Pow(2, cycle - 1),
                            Mode.ExpRange => iteration => Math.Pow(gamma, iteration),
                            _ => _ => 1,
                        };
                        foreach (var (group, lr) in optimizer.ParamGroups.Zip(_base)) if (last_epoch == -1) group.LearningRate = group.InitialLearningRate = lr;
                        _base_lrs = _base;
                        if (_momentum && last_epoch == -1) foreach (var (group, momentum) in optimizer.ParamGroups.Zip(_baseMomentum)) SetMomentum(group, momentum);
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1 + _last_epoch / _total);
                        var x = 1 + _last_epoch / _total - cycle;
                        var height = x <= _ratio ? x / _ratio : (x - 1) / (_ratio - 1);
                        var scale = _scale(_perCycle ? cycle : _last_epoch);
                        if (_momentum)
                        {
                            var group = 0;
                            foreach (var g in _optimizer!.ParamGroups)
                            {
                                SetMomentum(g, _maxMomentum[group] - (_maxMomentum[group] - _baseMomentum[group]) * height * scale);
                                group++;
                            }
                        }
                        return _base.Zip(_max, (low, high) => low + (high - low) * height * scale);
                    }
                }

                /// <summary>Up to the largest rate and far down again, once over the whole training; momentum the other way.</summary>
                public sealed class OneCycleLR : LRScheduler
                {
                    public enum AnnealStrategy { Cos, Linear }

                    private sealed record Phase(double End, double StartRate, double EndRate, double StartMomentum, double EndMomentum);

                    private readonly List<List<Phase>> _phases = [];
                    private readonly bool _momentum, _linear;
                    private readonly int _total;

                    internal OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps, int epochs, int steps_per_epoch, double pct_start, AnnealStrategy anneal_strategy, bool cycle_momentum,
                        IEnumerable<double> base_momentum, IEnumerable<double> max_momentum, double div_factor, double final_div_factor, bool three_phase, int last_epoch, bool verbose) : base(optimizer, last_epoch, verbose)
                    {
                        _total = total_steps > 0 ? total_steps : epochs > 0 && steps_per_epoch > 0 ? epochs * steps_per_epoch
                            : throw new ArgumentException("give total_steps, or epochs and steps_per_epoch", nameof(total_steps));
                        if (pct_start is < 0 or > 1) throw new ArgumentOutOfRangeException(nameof(pct_start), pct_start, "pct_start must be between 0 and 1");
                        (_momentum, _linear) = (cycle_momentum, anneal_strategy == AnnealStrategy.Linear);
                        var rates = PerGroup(optimizer, max_lr, nameof(max_lr));
                        var (low, high) = (PerGroup(optimizer, base_momentum, nameof(base_momentum)), PerGroup(optimizer, max_momentum, nameof(max_momentum)));
                        var index = 0;
                        foreach (var group in optimizer.ParamGroups)
                        {
                            var (most, first) = (rates[index], rates[index] / div_factor);
                            var last = first / final_div_factor;
                            var (m, b) = (high[index], low[index]);
                            _phases.Add(three_phase
                                ? [new(pct_start * _total - 1, first, most, m, b), new(2 * pct_start * _total - 2, most, first, b, m), new(_total - 1, first, last, m, m)]
                                : [new(pct_start * _total - 1, first, most, m, b), new(_total - 1, most, last, b, m)]);
                            if (last_epoch == -1)
                            {
                                group.LearningRate = group.InitialLearningRate = first;
                                if (_momentum) SetMomentum(group, m);
                            }
                            index++;
                        }
                        _base_lrs = [.. optimizer.ParamGroups.Select(g => g.InitialLearningRate)];
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch >= _total) throw new InvalidOperationException($"OneCycleLR was made for {_total} steps and is asked for one more");
                        var result = new List<double>();
                        foreach (var (group, phases) in _optimizer!.ParamGroups.Zip(_phases))
                        {
                            var start = 0.0;
                            for (var i = 0; i < phases.Count; i++)
                            {
                                var phase = phases[i];
                                if (_last_epoch <= phase.End || i == phases.Count - 1)
                                {
                                    var done = (_last_epoch - start) / (phase.End - start);
                                    result.Add(Anneal(phase.StartRate, phase.EndRate, done));
                                    if (_momentum) SetMomentum(group, Anneal(phase.StartMomentum, phase.EndMomentum, done));
                                    break;
                                }
                                start = phase.End;
                            }
                        }
                        return result;
                    }

                    private double Anneal(double start, double end, double done) => _linear ? (end - start) * done + start : end + (start - end) / 2 * (Math.Cos(Math.PI * done) + 1);
                }
            }
        }
    }
}
