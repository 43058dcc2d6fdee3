namespace Enn.Interop

open System.Collections.Generic
open System.IO
open TorchSharp
open TorchSharp.Modules

/// What an optimizer carries from step to step, for a checkpoint.
module internal OptimizerState =
#if ENN_TORCH
    let private files (optimizer: torch.optim.Optimizer) =
        match optimizer with
        | :? OptimizerHelper as helper -> helper
        | other -> raise (InvalidDataException $"the state of {other.GetType().Name} cannot be saved: train without a checkpoint")

    /// Copies of its tensors, and its numbers as texts.
    let capture (optimizer: torch.optim.Optimizer) =
        let struct (tensors, numbers) = Enn.Torch.OptimizerFiles.Capture(files optimizer)
        Dictionary(dict [ for entry in tensors -> entry.Key, entry.Value.detach().cpu().clone () ]), numbers

    let restore (tensors: IReadOnlyDictionary<string, Tensor>) (numbers: IReadOnlyDictionary<string, string>) (optimizer: torch.optim.Optimizer) =
        Enn.Torch.OptimizerFiles.Restore(files optimizer, tensors, numbers)
#else
    let private refuse (optimizer: torch.optim.Optimizer) =
        raise (InvalidDataException $"with this tensor library the state of {optimizer.GetType().Name} cannot be saved: train without a checkpoint")

    let capture (optimizer: torch.optim.Optimizer) : Dictionary<string, Tensor> * Dictionary<string, string> = refuse optimizer

    let restore (_: IReadOnlyDictionary<string, Tensor>) (_: IReadOnlyDictionary<string, string>) (optimizer: torch.optim.Optimizer) : unit = refuse optimizer
#endif
