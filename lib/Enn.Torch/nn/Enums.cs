namespace TorchSharp;

/// <summary>Named paddings of convolutions.</summary>
public enum Padding { Valid = 0, Same = 1 }

/// <summary>What a padding is filled with.</summary>
public enum PaddingModes { Zeros = 0, Reflect = 1, Replicate = 2, Circular = 3, Constant = 4 }

/// <summary>How an embedding bag is reduced.</summary>
public enum EmbeddingBagMode { Sum = 0, Mean = 1, Max = 2 }

public static partial class torch
{
    public enum InterpolationMode { Nearest = 0, Linear = 1, Bilinear = 2, Bicubic = 3, Trilinear = 4, Area = 5, NearestExact = 6 }

    public enum UpsampleMode { Nearest = 0, Linear = 1, Bilinear = 2, Bicubic = 3, Trilinear = 4 }

    public enum GridSampleMode { Nearest = 0, Bilinear = 2 }

    public enum GridSamplePaddingMode { Zeros = 0, Reflection = 1, Border = 2 }

    public static partial class nn
    {
        /// <summary>How the losses of a batch become one.</summary>
        public enum Reduction : long { None = 0, Mean = 1, Sum = 2 }

        public enum NonLinearities { ReLU = 0, Tanh = 1 }

        public enum Activations { ReLU = 0, GELU = 1 }
    }
}
