namespace Enn.Interop

open System
open System.Threading
open Enn.Data
open Enn.Experiments.NonNegativePaper
open Enn.NonNegative
open Enn.Training
open TorchSharp

/// <summary>A training that is still to run: an immutable value, refined by the functions of <c>Train</c> and run by <c>Train.fit</c>.</summary>
[<Sealed; AllowNullLiteral(false)>]
type Training<'run when 'run :> IEpochProcess>
    internal (start: int64 -> 'run, seed: int64, callbacks: (EpochRecord -> unit) list, checkpoint: (string * TimeSpan) option, cancel: CancellationToken) =
    member internal _.Start = start
    member internal _.Seed = seed
    member internal _.Callbacks = callbacks
    member internal _.Checkpoint = checkpoint
    member internal _.Cancel = cancel

/// <summary>What a training achieved.</summary>
[<Sealed; AllowNullLiteral(false)>]
type Fit<'run when 'run :> IEpochProcess> internal (trained: 'run, outcome: TrainingOutcome) =
    /// <summary>The training itself, at its end; the caller's to dispose.</summary>
    member _.Process = trained

    /// <summary>Whether all epochs ran.</summary>
    member _.Complete = outcome.Complete

    /// <summary>The final measurements by name; empty where it was interrupted.</summary>
    member _.Metrics = Map [ for entry in outcome.Metrics -> entry.Key, entry.Value ]

    /// <summary>A row for each epoch: phase, epoch, seconds, and what was measured.</summary>
    member _.Epochs =
        let metrics = [ for record in outcome.Epochs do yield! record.Metrics.Keys ] |> List.distinct
        let cell (record: EpochRecord) name =
            match record.Metrics.TryGetValue name with
            | true, value -> Cell.ofValue value
            | false, _ -> Missing
        Frame.ofRows
            [ "phase"; "epoch"; yield! metrics; "seconds" ]
            [ for record in outcome.Epochs ->
                  [ Text record.Phase
                    Number(float record.Epoch)
                    yield! metrics |> List.map (cell record)
                    Cell.ofValue record.Seconds ] ]

/// <summary>Trainings as pipelines: <c>Train.scenario configuration data |> Train.onEpoch show |> Train.fit</c>.</summary>
module Train =
    /// <summary>Any training that advances epoch by epoch.</summary>
    /// <param name="start">Makes it, from the seed.</param>
    let from (start: int64 -> 'run) = Training<'run>(start, 0L, [], None, CancellationToken.None)

    /// <summary>The training of any network by examples.</summary>
    /// <param name="network">What learns; it stays the caller's.</param>
    /// <param name="optimizer">Of the network's parameters.</param>
    /// <param name="loss">Of outputs and labels, as those in <c>Loss</c>.</param>
    /// <param name="epochs">How often all batches are shown.</param>
    /// <param name="train">What it learns from.</param>
    /// <param name="test">What it is evaluated on after each epoch.</param>
    let supervised (network: Network) (optimizer: torch.optim.Optimizer) (loss: Tensor -> Tensor -> Tensor) (epochs: int) (train: Batches) (test: Batches) =
        from (fun _ -> new Supervised(network, optimizer, loss, epochs, train, test))

    /// <summary>One of the non-negative paper's scenarios on a data set, on the CPU. The data stay the caller's.</summary>
    /// <param name="configuration">What to run: <c>RunConfiguration.Of</c> gives the paper's.</param>
    /// <param name="data">The images.</param>
    let scenario (configuration: RunConfiguration) (data: ImageDataset) =
        from (fun seed -> new ScenarioProcess(configuration, data, seed, 1.0, torch.CPU))

    /// <summary>The seed of initial weights and of all shuffling; 0 by default.</summary>
    let withSeed (seed: int) (training: Training<'run>) =
        Training(training.Start, int64 seed, training.Callbacks, training.Checkpoint, training.Cancel)

    /// <summary>Calls a function after each epoch, with those called before it. An exception ends the training.</summary>
    let onEpoch (callback: EpochRecord -> unit) (training: Training<'run>) =
        Training(training.Start, training.Seed, training.Callbacks @ [ callback ], training.Checkpoint, training.Cancel)

    /// <summary>Keeps the state in a file at the ends of epochs, at most so often, and goes on from it where it is there. It is removed when the training is complete.</summary>
    let withCheckpoint (path: string) (atMostEvery: TimeSpan) (training: Training<'run>) =
        Training(training.Start, training.Seed, training.Callbacks, Some(path, atMostEvery), training.Cancel)

    /// <summary>Ends the training early when the token says so.</summary>
    let withCancellation (cancel: CancellationToken) (training: Training<'run>) =
        Training(training.Start, training.Seed, training.Callbacks, training.Checkpoint, cancel)

    /// <summary>Runs the training to its end.</summary>
    let fit (training: Training<'run>) =
        let path, every = training.Checkpoint |> Option.defaultValue (null, TimeSpan.Zero)
        let loop = TrainingLoop(path, every)
        let trained = training.Start training.Seed
        let outcome = loop.Run(trained, Action<EpochRecord>(fun record -> training.Callbacks |> List.iter (fun callback -> callback record)), training.Cancel)
        if outcome.Complete then loop.Forget()
        Fit(trained, outcome)
