namespace Enn.Eidetic;

/// <summary>What <see cref="TaskSchedule"/> drives.</summary>
public interface ITrainingSteps
{
    /// <summary>One epoch of training.</summary>
    /// <returns>The accuracy on the training data during it, 0 to 1.</returns>
    double Epoch();

    /// <summary>One pruning step. What was before it is the snapshot that <see cref="Restore"/> goes back to.</summary>
    /// <param name="number">Of the step, counted from 0.</param>
    /// <returns>Neurons pruned; 0 if there was nothing left to take.</returns>
    int Prune(int number);

    /// <summary>Undoes the last pruning step and the epochs since.</summary>
    void Restore();

    /// <summary>Divides the learning rate for everything that follows.</summary>
    void DivideRate(double divisor);

    /// <summary>The share of weights that pruning has taken out.</summary>
    double Masked { get; }
}
