namespace Enn.Interop

open System
open System.Collections.Generic
open System.Threading
open Enn.Data
open Enn.Training
open TorchSharp

/// Loss and right answers of an epoch, summed where the batches are and read once.
type internal Sums() =
    let mutable loss, right, samples, labelled = torch.zeros (1L, dtype = torch.ScalarType.Float64), torch.zeros (1L, dtype = torch.ScalarType.Int64), 0L, false

    member _.Add(value: Tensor, output: Tensor, labels: Tensor) =
        use _ = torch.no_grad ()
        use _ = torch.NewDisposeScope()
        let count = labels.size 0
        loss.add_ (value.detach().cpu().to_type torch.ScalarType.Float64 * count) |> ignore
        // Only class numbers can be right or wrong.
        if labels.dtype = torch.ScalarType.Int64 && output.ndim = 2L then
            labelled <- true
            right.add_ (output.argmax(-1).eq(labels).sum().cpu ()) |> ignore
        samples <- samples + count

    member _.Read(lossName: string, accuracyName: string) =
        [ lossName, loss.ToDouble() / float samples
          if labelled then
              accuracyName, float (right.ToInt64()) / float samples ]

    interface IDisposable with
        member _.Dispose() =
            loss.Dispose()
            right.Dispose()

/// <summary>The training of any network by examples: a step for each batch, an evaluation after each epoch. Network and optimizer stay the caller's.</summary>
[<Sealed; AllowNullLiteral(false)>]
type Supervised internal (network: Network, optimizer: torch.optim.Optimizer, loss: Tensor -> Tensor -> Tensor, epochs: int, train: Batches, test: Batches) =
    let mutable measured: (string * float) list = []

    let pass (batches: seq<struct (Tensor * Tensor)>) (cancel: CancellationToken) learn names =
        use sums = new Sums()
        for struct (inputs, labels) in batches do
            cancel.ThrowIfCancellationRequested()
            use _ = torch.NewDisposeScope()
            let output = network.forward inputs
            let value = loss output labels
            if learn then
                optimizer.zero_grad ()
                value.backward ()
                optimizer.step () |> ignore
            sums.Add(value, output, labels)
        sums.Read names

    let evaluate cancel =
        let training = network.training
        network.eval ()
        try
            use _ = torch.no_grad ()
            pass (Data.epoch 0 test) cancel false ("test_loss", "test_accuracy")
        finally
            network.train training

    /// <summary>The network.</summary>
    member _.Network = network

    interface IEpochProcess with
        member _.Epochs = epochs

        member _.Run(epoch, cancel) =
            network.train true
            let learnt = pass (Data.epoch epoch train) cancel true ("loss", "train_accuracy")
            measured <- evaluate cancel
            EpochRecord("train", epoch + 1, Dictionary(dict (learnt @ measured)), 0.0)

        member _.Save() =
            use _ = torch.no_grad ()
            let tensors, numbers = OptimizerState.capture optimizer
            for entry in network.state_dict () do
                tensors.Add("network." + entry.Key, entry.Value.detach().cpu().clone ())
            for name, value in measured do
                numbers.Add("measured." + name, value.ToString "R")
            new Checkpoint(tensors, numbers)

        member _.Restore(checkpoint, _) =
            let part (prefix: string) (values: IReadOnlyDictionary<string, 'a>) =
                Dictionary(dict [ for entry in values do if entry.Key.StartsWith(prefix, StringComparison.Ordinal) then entry.Key.Substring prefix.Length, entry.Value ])
            network.load_state_dict (part "network." checkpoint.Tensors) |> ignore
            OptimizerState.restore checkpoint.Tensors checkpoint.Values optimizer
            measured <- [ for entry in part "measured." checkpoint.Values -> entry.Key, float entry.Value ]

        member _.Finish() = Dictionary(dict measured)
        member _.Dispose() = ()
