namespace Enn.Interop

open System
open TorchSharp

/// <summary>A tensor of the engine, under a short name.</summary>
type Tensor = torch.Tensor

/// <summary>Tensors from and to F# arrays, and the operations that read well in a pipeline: the tensor comes last.</summary>
[<CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Tensor =
    let private longs (shape: seq<int>) = shape |> Seq.map int64 |> Array.ofSeq

    let private shaped (shape: int64[]) (values: Array) : Tensor =
        match values with
        | :? (float32[]) as values -> torch.tensor (values, ReadOnlySpan shape)
        | :? (float[]) as values -> torch.tensor (values, ReadOnlySpan shape)
        | :? (int64[]) as values -> torch.tensor (values, ReadOnlySpan shape)
        | :? (int[]) as values -> torch.tensor (values, ReadOnlySpan shape)
        | :? (byte[]) as values -> torch.tensor (values, ReadOnlySpan shape)
        | :? (bool[]) as values -> torch.tensor (values, ReadOnlySpan shape)
        | _ -> invalidArg "values" $"a tensor cannot hold {values.GetType().GetElementType().Name}: use float32, float, int64, int, byte or bool"

    /// <summary>A vector of an array's values, of the array's element type: shape [n].</summary>
    /// <exception cref="T:System.ArgumentException">The element type is none of float32, float, int64, int, byte, bool.</exception>
    let ofArray (values: 'a[]) : Tensor = shaped [| values.LongLength |] values

    /// <summary>A tensor of a sequence's values, shape [n].</summary>
    let ofSeq (values: seq<'a>) : Tensor = ofArray (Array.ofSeq values)

    /// <summary>A matrix: shape [rows, columns].</summary>
    /// <exception cref="T:System.ArgumentException">As for <c>ofArray</c>.</exception>
    let ofArray2D (values: 'a[,]) : Tensor =
        shaped [| int64 (values.GetLength 0); int64 (values.GetLength 1) |] (values |> Seq.cast<'a> |> Array.ofSeq)

    /// <summary>The size of each dimension.</summary>
    let shape (x: Tensor) = x.shape |> Array.map int |> List.ofArray

    let private spelt (x: Tensor) = "[" + String.Join(", ", x.shape) + "]"

    /// <summary>The number of elements.</summary>
    let count (x: Tensor) = x.numel ()

    let private flat (kind: torch.ScalarType) (x: Tensor) = x.detach().cpu().to_type(kind).contiguous ()

    /// <summary>All elements as float, row by row, whatever the element type and device.</summary>
    let toArray (x: Tensor) : float[] =
        use flat = flat torch.ScalarType.Float64 x
        flat.data<float>().ToArray()

    /// <summary>All elements as whole numbers, row by row; fractions are cut off.</summary>
    let toInts (x: Tensor) : int64[] =
        use flat = flat torch.ScalarType.Int64 x
        flat.data<int64>().ToArray()

    /// <summary>All elements as bytes, row by row.</summary>
    let toBytes (x: Tensor) : byte[] =
        use flat = flat torch.ScalarType.Byte x
        flat.data<byte>().ToArray()

    /// <summary>A matrix as a two-dimensional array.</summary>
    /// <exception cref="T:System.ArgumentException">The tensor has not two dimensions.</exception>
    let toArray2D (x: Tensor) : float[,] =
        match shape x with
        | [ rows; columns ] ->
            let values = toArray x
            Array2D.init rows columns (fun i j -> values[i * columns + j])
        | _ -> invalidArg "x" $"a tensor of shape {spelt x} is no matrix"

    /// <summary>The one element of a tensor.</summary>
    /// <exception cref="T:System.ArgumentException">There is not exactly one.</exception>
    let value (x: Tensor) : float =
        if x.numel () <> 1L then invalidArg "x" $"a tensor of shape {spelt x} is not one number"
        x.ToDouble()

    /// <summary>Zeros, float32.</summary>
    let zeros (shape: seq<int>) : Tensor = torch.zeros (longs shape, dtype = torch.ScalarType.Float32)

    /// <summary>Ones, float32.</summary>
    let ones (shape: seq<int>) : Tensor = torch.ones (longs shape, dtype = torch.ScalarType.Float32)

    /// <summary>Standard normal numbers, float32; the same for the same seed.</summary>
    let randn (seed: int) (shape: seq<int>) : Tensor =
        use random = new torch.Generator(uint64 seed)
        torch.randn (longs shape, dtype = torch.ScalarType.Float32, generator = random)

    /// <summary>Uniform numbers in [0, 1), float32; the same for the same seed.</summary>
    let rand (seed: int) (shape: seq<int>) : Tensor =
        use random = new torch.Generator(uint64 seed)
        torch.rand (longs shape, dtype = torch.ScalarType.Float32, generator = random)

    /// <summary>Evenly spaced numbers from the first to the last, both included, float32.</summary>
    let linspace (first: float) (last: float) (count: int) : Tensor =
        Array.init count (fun i -> if count = 1 then float32 first else float32 (first + (last - first) * float i / float (count - 1))) |> ofArray

    /// <summary>The same elements in another shape; one size may be -1.</summary>
    let reshape (sizes: seq<int>) (x: Tensor) : Tensor = x.reshape (longs sizes)

    /// <summary>As float32.</summary>
    let toFloat32 (x: Tensor) : Tensor = x.to_type torch.ScalarType.Float32

    /// <summary>As float64.</summary>
    let toFloat64 (x: Tensor) : Tensor = x.to_type torch.ScalarType.Float64

    /// <summary>Where elements are greater than a number: a tensor of bools.</summary>
    let above (bound: float) (x: Tensor) : Tensor = x.gt (Scalar.op_Implicit bound)

    /// <summary>Where elements are less than a number: a tensor of bools.</summary>
    let below (bound: float) (x: Tensor) : Tensor = x.lt (Scalar.op_Implicit bound)

    /// <summary>The matrix product: a |> matmul b is a b.</summary>
    let matmul (b: Tensor) (a: Tensor) : Tensor = a.matmul b

    /// <summary>Rows and columns exchanged.</summary>
    let transpose (x: Tensor) : Tensor = x.transpose (0L, 1L)

    /// <summary>The sum of all elements.</summary>
    let sum (x: Tensor) : float = x.sum().ToDouble()

    /// <summary>The mean of all elements, computed in float64.</summary>
    let mean (x: Tensor) : float = (toFloat64 x).mean().ToDouble()

    /// <summary>The least element.</summary>
    let min (x: Tensor) : float = x.min().ToDouble()

    /// <summary>The greatest element.</summary>
    let max (x: Tensor) : float = x.max().ToDouble()

    /// <summary>The greatest absolute difference of two tensors of one shape.</summary>
    let maxDifference (expected: Tensor) (x: Tensor) : float = (x - expected).abs().max().ToDouble()
