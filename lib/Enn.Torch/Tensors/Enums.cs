namespace TorchSharp;

/// <summary>How a tensor is printed.</summary>
public enum TensorStringStyle
{
    /// <summary>Shape, element type and device.</summary>
    Metadata,
    /// <summary>Shape and type, then the values in Julia's layout.</summary>
    Julia,
    /// <summary>The values in NumPy's layout.</summary>
    Numpy,
    /// <summary>Shape and type, then the values between braces.</summary>
    CSharp,
    /// <summary>What <see cref="torch.TensorStringStyle"/> says.</summary>
    Default,
}

/// <summary>When <see cref="torch.cdist"/> goes through a matrix product.</summary>
public enum compute_mode { use_mm_for_euclid_dist_if_necessary = 0, use_mm_for_euclid_dist = 1, donot_use_mm_for_euclid_dist = 2 }

/// <summary>Where a Fourier transform is divided by its length.</summary>
public enum FFTNormType { Backward = 0, Forward = 1, Ortho = 2 }

/// <summary>How the number of a histogram's bins follows from the data.</summary>
public enum HistogramBinSelector : byte { Doane = 0, Rice = 1, Scott = 2, Sqrt = 3, Stone = 4, Sturges = 5 }

public static partial class torch
{
    /// <summary>What a division does with the fraction: keeps it, cuts it off, or rounds it down.</summary>
    public enum RoundingMode { None = 0, trunc = 1, floor = 2 }
}
