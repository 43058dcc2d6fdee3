namespace Enn.Interop

open TorchSharp

/// <summary>A network that takes one tensor to another.</summary>
type Network = torch.nn.Module<Tensor, Tensor>

/// <summary>What a training makes small: functions of a network's outputs and of what was wanted, each the mean over the batch.</summary>
module Loss =
    /// <summary>Cross-entropy of class scores [batch, classes] and class numbers, int64 [batch].</summary>
    let crossEntropy (output: Tensor) (labels: Tensor) : Tensor = torch.nn.functional.cross_entropy (output, labels)

    /// <summary>The mean squared difference of two tensors of one shape.</summary>
    let meanSquare (output: Tensor) (target: Tensor) : Tensor = torch.nn.functional.mse_loss (output, target)
