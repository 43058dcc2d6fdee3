using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Learning rates as functions of the epoch.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>Sets the rates of an optimizer's groups; its construction takes the first step, to epoch 0.</summary>
            public abstract class LRScheduler
            {
                internal readonly Optimizer? _optimizer;
                internal int _last_epoch = -1;
                internal IList<double> _base_lrs = [];
                internal IList<double> _last_lrs = [];
                protected bool _verbose;

                protected LRScheduler() { }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    _optimizer = optimizer;
                    _last_epoch = last_epoch;
                    _verbose = verbose;
                    // The first scheduler of an optimizer fixes the initial rates; later ones start from the same.
                    if (last_epoch == -1 && !optimizer.HasScheduler)
                        foreach (var group in optimizer.ParamGroups) group.InitialLearningRate = group.LearningRate;
                    optimizer.HasScheduler = true;
                    _base_lrs = [.. optimizer.ParamGroups.Select(g => g.InitialLearningRate)];
                    _last_lrs = Rates;
                }

                internal List<double> Rates => [.. _optimizer!.ParamGroups.Select(g => g.LearningRate)];

                internal int Epoch => _last_epoch;

                public virtual void step()
                {
                    _last_epoch++;
                    Apply(get_lr());
                }

                /// <summary>To a given epoch, by the closed form where there is one.</summary>
                public virtual void step(int? epoch)
                {
                    if (epoch is null)
                    {
                        step();
                        return;
                    }
                    _last_epoch = epoch.Value;
                    Apply(get_closed_form_lr());
                }

                public virtual void step(double current, int? epoch = null) => step(epoch);

                private protected void Apply(IEnumerable<double> rates)
                {
                    var all = rates.ToList();
                    foreach (var (group, rate) in _optimizer!.ParamGroups.Zip(all)) group.LearningRate = rate;
                    _last_lrs = all;
                    if (_verbose) Console.WriteLine($"epoch {_last_epoch}: learning rate {string.Join(", ", all)}");
                }

                /// <summary>Back to before the first step, for a scheduler that only runs later.</summary>
                internal void Undo()
                {
                    foreach (var group in _optimizer!.ParamGroups) group.LearningRate = group.InitialLearningRate;
                    _last_epoch--;
                }

                protected virtual IEnumerable<double> get_lr() => _last_lrs;
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();
                public IEnumerable<double> get_last_lr() => _last_lrs;
            }
        }
    }
}
