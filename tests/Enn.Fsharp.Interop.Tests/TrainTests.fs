module Enn.Interop.Tests.TrainTests

open System
open System.IO
open System.Threading
open Enn.Data
open Enn.Interop
open Enn.NonNegative
open TorchSharp
open Xunit

/// Images whose class is where they are bright: learnt within an epoch or two.
let private images count =
    let labels = Array.init count (fun i -> byte (i % 10))
    let pixels = [| for label in labels do for p in 0..783 -> if p / 78 = int label then 255uy else byte (p * int label % 40) |]
    ImageSet.FromBytes(pixels, labels, 1, 28, 28)

let private data () = new ImageDataset("fashion_mnist", images 200, images 50, [| for i in 0..9 -> $"class {i}" |])

let private configuration original twin =
    RunConfiguration.Of(ScenarioName.PostTraining, ArchitectureName.Mlp, DatasetName.FashionMnist, ActivationName.PhotonicSigmoid, Nullable OptimizerName.Nnsgd).WithEpochs(original, twin)

[<Fact>]
let ``A fit calls back after each epoch and gives epochs and measurements`` () =
    use data = data ()
    let seen = ResizeArray()
    let fit =
        Train.scenario (configuration 2 1) data
        |> Train.withSeed 3
        |> Train.onEpoch (fun record -> seen.Add(record.Phase, record.Epoch))
        |> Train.onEpoch (fun record -> seen.Add("again " + record.Phase, record.Epoch))
        |> Train.fit
    Assert.True fit.Complete
    Assert.Equal<string * int>([ for phase, epoch in [ "original", 1; "original", 2; "twin", 1 ] do (phase, epoch); ("again " + phase, epoch) ], seen)
    Assert.Equal<string>([ "original"; "original"; "twin" ], Frame.texts "phase" fit.Epochs)
    Assert.Equal(0.0, fit.Metrics["changed_predictions"])
    Assert.All(Frame.numbers "loss" fit.Epochs, fun loss -> Assert.True(loss.IsSome))
    Assert.NotNull fit.Process.Scenario.Twin

[<Fact>]
let ``The same seed gives the same numbers, another one others`` () =
    use data = data ()
    let losses seed = (Train.scenario (configuration 1 1) data |> Train.withSeed seed |> Train.fit).Epochs |> Frame.column "loss"
    Assert.Equal<Cell>(losses 1, losses 1)
    Assert.NotEqual<Cell>(losses 1, losses 2)

[<Fact>]
let ``A cancelled fit goes on from its checkpoint to the same result`` () =
    use data = data ()
    let folder = Directory.CreateTempSubdirectory()
    try
        let path = Path.Combine(folder.FullName, "state.safetensors")
        use cancel = new CancellationTokenSource()
        let training = Train.scenario (configuration 2 1) data
        let whole = training |> Train.fit
        let saved = training |> Train.withCheckpoint path TimeSpan.Zero
        let cut = saved |> Train.onEpoch (fun _ -> cancel.Cancel()) |> Train.withCancellation cancel.Token |> Train.fit
        Assert.False cut.Complete
        Assert.Equal(1, cut.Epochs.Count)
        let resumed = saved |> Train.fit
        Assert.True resumed.Complete
        Assert.Equal<Cell>(Frame.column "loss" whole.Epochs, Frame.column "loss" resumed.Epochs)
        Assert.False(File.Exists path)
    finally
        folder.Delete true

/// A network of two layers that starts alike each time.
let private network () : Network =
    torch.manual_seed 5L |> ignore
    torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784L, 16L), torch.nn.ReLU(), torch.nn.Dropout 0.2, torch.nn.Linear(16L, 10L))

let private supervised (data: ImageDataset) epochs =
    let network = network ()
    Train.supervised network (torch.optim.Adam(network.parameters (), 0.01)) Loss.crossEntropy epochs (data |> Data.train |> Data.shuffled 1 50) (data |> Data.test |> Data.batches 25)

[<Fact>]
let ``Any network learns with any optimizer and loss`` () =
    use data = data ()
    let fit = supervised data 4 |> Train.fit
    Assert.Equal<string>([ "phase"; "epoch"; "loss"; "train_accuracy"; "test_loss"; "test_accuracy"; "seconds" ], fit.Epochs.Columns)
    let losses = Frame.numbers "loss" fit.Epochs |> List.choose id
    Assert.True(List.last losses < losses.Head / 2.0)
    Assert.Equal(Frame.numbers "test_accuracy" fit.Epochs |> List.last |> Option.get, fit.Metrics["test_accuracy"])
    Assert.True(fit.Metrics["test_accuracy"] > 0.9)
    Assert.True fit.Process.Network.training

[<Fact>]
let ``The measurements are those of the batches together`` () =
    use data = data ()
    let network = network ()
    let fit = Train.supervised network (torch.optim.SGD(network.parameters (), 0.0)) Loss.crossEntropy 1 (data |> Data.train |> Data.batches 33) (data |> Data.test |> Data.batches 7) |> Train.fit
    network.eval ()
    let output, labels = network.forward (data |> Data.test |> Data.scaled), data |> Data.test |> Data.labels
    Assert.Equal(Tensor.value (Loss.crossEntropy output labels), fit.Metrics["test_loss"], 5)
    Assert.Equal(Tensor.mean ((output.argmax -1L).eq labels), fit.Metrics["test_accuracy"], 12)

[<Fact>]
let ``Outputs that are no classes have a loss and no accuracy`` () =
    use data = data ()
    let network = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784L, 1L))
    let loss (output: Tensor) (labels: Tensor) = Loss.meanSquare (output.squeeze -1L) (Tensor.toFloat32 labels)
    let train, test = data |> Data.train |> Data.batches 50, data |> Data.test |> Data.batches 50
    let fit = Train.supervised network (torch.optim.Adam(network.parameters (), 0.001)) loss 3 train test |> Train.fit
    Assert.True(fit.Metrics["test_loss"] < (Frame.numbers "loss" fit.Epochs).Head.Value)

[<Fact>]
let ``A supervised fit that was cancelled goes on to the same numbers, its optimizer's memory included`` () =
    use data = data ()
    let folder = Directory.CreateTempSubdirectory()
    try
        let path = Path.Combine(folder.FullName, "state.safetensors")
        let plain (data: ImageDataset) =
            torch.manual_seed 5L |> ignore
            let network = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784L, 10L))
            Train.supervised network (torch.optim.Adam(network.parameters (), 0.01)) Loss.crossEntropy 3 (data |> Data.train |> Data.shuffled 1 50) (data |> Data.test |> Data.batches 25)
        let whole = plain data |> Train.fit
        use cancel = new CancellationTokenSource()
        let cut = plain data |> Train.withCheckpoint path TimeSpan.Zero |> Train.onEpoch (fun _ -> cancel.Cancel()) |> Train.withCancellation cancel.Token |> Train.fit
        Assert.Equal((false, 1), (cut.Complete, cut.Epochs.Count))
        let resumed = plain data |> Train.withCheckpoint path TimeSpan.Zero |> Train.fit
        Assert.Equal<Cell>(Frame.column "loss" whole.Epochs, Frame.column "loss" resumed.Epochs)
        Assert.Equal(whole.Metrics["test_loss"], resumed.Metrics["test_loss"])
    finally
        folder.Delete true

[<Fact>]
let ``Data go through pipelines`` () =
    use data = data ()
    Assert.Contains("fashion_mnist", Data.names)
    let small = data |> Data.smaller 25 10
    Assert.Equal((25, 10), (small.Train.Count, small.Test.Count))
    Assert.Equal<string>([ "class 0"; "class 1"; "class 2" ], data |> Data.test |> Data.first 3 |> Data.captions data)
    let sizes = data |> Data.train |> Data.first 25 |> Data.batches 10 |> Data.epoch 0 |> Seq.map (fun struct (x, y) -> Tensor.shape x, Tensor.count y) |> List.ofSeq
    Assert.Equal<int list * int64>([ [ 10; 1; 28; 28 ], 10L; [ 10; 1; 28; 28 ], 10L; [ 5; 1; 28; 28 ], 5L ], sizes)
    Assert.Equal<int list>([ [ 30; 1; 28; 28 ]; [ 20; 1; 28; 28 ] ], data |> Data.test |> Data.batches 30 |> Data.inputs |> Seq.map Tensor.shape |> List.ofSeq)
    let scaled = data |> Data.test |> Data.scaled
    Assert.Equal((0.0, 1.0), (Tensor.min scaled, Tensor.max scaled))
    Assert.Equal(255.0, data |> Data.test |> Data.images |> Tensor.max)
    let order epoch = data |> Data.train |> Data.shuffled 1 200 |> Data.epoch epoch |> Seq.map (fun struct (_, y) -> Tensor.toInts y |> List.ofArray) |> Seq.exactlyOne
    Assert.Equal<int64>(order 0, order 0)
    Assert.NotEqual<int64>(order 0, order 1)
    Assert.Equal<int64>(order 0 |> List.sort, data |> Data.train |> Data.labels |> Tensor.toInts |> Array.sort)
