module Enn.Interop.Tests.TensorTests

open System
open Enn.Interop
open FsCheck
open FsCheck.FSharp
open TorchSharp
open Xunit

let private matrix rows columns = Array2D.init rows columns (fun i j -> float (i * 10 + j))

let private same (expected: float[,]) (found: float[,]) = Assert.True((expected = found), $"expected %A{expected}, found %A{found}")

[<Fact>]
let ``Arrays go to tensors and come back`` () =
    Property.check (fun (values: NormalFloat list) ->
        let values = values |> List.map float |> Array.ofList
        Tensor.toArray (Tensor.ofArray values) = values)
    Property.check (fun (values: int64 list) -> Tensor.toInts (Tensor.ofSeq values) = Array.ofList values)
    Property.check (fun (values: byte list) -> Tensor.toBytes (Tensor.ofSeq values) = Array.ofList values)
    Property.check (fun (values: float32 list) ->
        let values = values |> List.filter Single.IsFinite |> Array.ofList
        Tensor.toArray (Tensor.ofArray values) = Array.map float values)

[<Fact>]
let ``Matrices keep their shape`` () =
    let values = matrix 3 4
    let x = Tensor.ofArray2D values
    Assert.Equal<int>([ 3; 4 ], Tensor.shape x)
    same values (Tensor.toArray2D x)
    same (Array2D.init 4 3 (fun i j -> values[j, i])) (Tensor.toArray2D (Tensor.transpose x))

[<Fact>]
let ``Slices are those of arrays`` () =
    let values = matrix 5 6
    let x = Tensor.ofArray2D values
    same (values[1..3, *]) (Tensor.toArray2D x[1..3])
    same (values[1..3, 2..]) (Tensor.toArray2D x[1..3, 2..])
    same (values[*, ..2]) (Tensor.toArray2D x[*, ..2])
    Assert.Equal<float>(values[2, 1..4], Tensor.toArray x[2, 1..4])
    Assert.Equal<float>(values[1.., 3], Tensor.toArray x[1.., 3])
    same (values[0..1, *]) (x |> Tensor.rows 0 1 |> Tensor.toArray2D)
    same (values[*, 4..5]) (x |> Tensor.columns 4 5 |> Tensor.toArray2D)
    Assert.Equal<float>(values[4, *], x |> Tensor.row -1 |> Tensor.toArray)
    Assert.Equal<float>(values[*, 0], x |> Tensor.column 0 |> Tensor.toArray)

[<Fact>]
let ``What is not there cannot be sliced`` () =
    let x = Tensor.zeros [ 3; 2 ]
    let message = Assert.Throws<ArgumentException>(fun () -> x |> Tensor.rows 1 3 |> ignore).Message
    Assert.Contains("1..3 is no range of dimension 0, whose size is 3", message)

[<Fact>]
let ``Numbers of tensors`` () =
    let x = Tensor.ofArray [| 1.0; -2.0; 4.0 |]
    Assert.Equal<float>([ 3.0; 1.0; -2.0; 4.0 ], [ Tensor.sum x; Tensor.mean x; Tensor.min x; Tensor.max x ])
    Assert.Equal(6.0, Tensor.maxDifference (Tensor.ofArray [| 1.0; 4.0; 4.0 |]) x)
    Assert.Equal(7.0, Tensor.value (Tensor.ofArray [| 7.0f |]))
    Assert.Throws<ArgumentException>(fun () -> Tensor.value x |> ignore) |> ignore

[<Fact>]
let ``Elements are compared with numbers`` () =
    let x = Tensor.ofArray [| 1.0; -2.0; 4.0 |]
    Assert.Equal<float>([| 0.0; 0.0; 1.0 |], Tensor.toArray (Tensor.above 1.0 x))
    Assert.Equal<float>([| 0.0; 1.0; 0.0 |], Tensor.toArray (Tensor.below 1.0 x))

[<Fact>]
let ``Products chain from left to right`` () =
    let a, b = Tensor.ofArray2D (array2D [ [ 1.0; 2.0 ] ]), Tensor.ofArray2D (array2D [ [ 3.0 ]; [ 4.0 ] ])
    Assert.Equal(11.0, a |> Tensor.matmul b |> Tensor.value)

[<Fact>]
let ``Random tensors are the same for the same seed`` () =
    Assert.Equal<float>(Tensor.toArray (Tensor.randn 3 [ 2; 3 ]), Tensor.toArray (Tensor.randn 3 [ 2; 3 ]))
    Assert.NotEqual<float>(Tensor.toArray (Tensor.rand 3 [ 2; 3 ]), Tensor.toArray (Tensor.rand 4 [ 2; 3 ]))

[<Fact>]
let ``Made tensors are float32`` () =
    for x in [ Tensor.zeros [ 2 ]; Tensor.ones [ 2 ]; Tensor.rand 0 [ 2 ]; Tensor.linspace 0.0 1.0 2 ] do
        Assert.Equal(torch.ScalarType.Float32, x.dtype)
    Assert.Equal<float>([| 0.0; 0.25; 0.5; 0.75; 1.0 |], Tensor.toArray (Tensor.linspace 0.0 1.0 5))
