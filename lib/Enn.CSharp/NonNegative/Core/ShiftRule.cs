namespace Enn.NonNegative;

/// <summary>How the activation shift c is chosen from the integrated bias bt; every rule gives b' = bt + c &gt;= 0.</summary>
public enum ShiftRule
{
    /// <summary>c = max_i |bt_i|, one number a layer: the paper's rule.</summary>
    Paper,

    /// <summary>c = max(0, max_i(-bt_i)): the smallest single number; transforming twice changes nothing.</summary>
    TightScalar,

    /// <summary>c_i = max(0, -bt_i): the smallest shift of each output, b'_i = max(bt_i, 0); needs a threshold per output.</summary>
    PerNeuron,
}
