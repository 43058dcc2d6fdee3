namespace Enn.Eigen;

/// <summary>How a layer's weight W0, and with it its factors, starts.</summary>
public enum Initialisation
{
    /// <summary>As the official code: normal with standard deviation sqrt(2/o) for every layer, for it takes the fan of the flattened matrix; factors by SVD.</summary>
    OfficialFlattened,

    /// <summary>Kaiming's fan-out of the real kernel: sqrt(2/(o k_h k_w)); factors by SVD.</summary>
    ConvFanOut,

    /// <summary>Kaiming's fan-in: sqrt(2/d); factors by SVD. For a classifier: the official start has an initial cross-entropy of 5 to 25.</summary>
    FanIn,

    /// <summary>Random orthonormal bases and a spectrum of ones, without an SVD.</summary>
    OrthogonalBasisUnitSpectrum,

    /// <summary>Memory as it is found, for a network whose state is loaded next.</summary>
    None,
}
