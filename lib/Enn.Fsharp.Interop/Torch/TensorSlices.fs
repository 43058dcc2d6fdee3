namespace Enn.Interop

open TorchSharp

/// <summary>Parts of tensors. Ranges include both ends, as everywhere in F#; a part is a view, it shares its elements with the whole.</summary>
[<AutoOpen>]
module TensorSlices =
    let private part (dim: int) (first: int) (last: int) (x: Tensor) : Tensor =
        let size = int (x.size dim)
        if first < 0 || last >= size || last < first - 1 then
            invalidArg "range" $"{first}..{last} is no range of dimension {dim}, whose size is {size}"
        x.narrow (int64 dim, int64 first, int64 (last - first + 1))

    let private slice dim (first: int option) (last: int option) (x: Tensor) =
        part dim (defaultArg first 0) (defaultArg last (int (x.size dim) - 1)) x

    let private pick (dim: int) (index: int) (x: Tensor) : Tensor = x.select (int64 dim, int64 index)

    /// <summary>Parts of tensors for pipelines.</summary>
    module Tensor =
        /// <summary>Rows first to last, both included.</summary>
        /// <exception cref="T:System.ArgumentException">They are not there.</exception>
        let rows (first: int) (last: int) (x: Tensor) : Tensor = part 0 first last x

        /// <summary>Columns (places of the second dimension) first to last, both included.</summary>
        /// <exception cref="T:System.ArgumentException">They are not there.</exception>
        let columns (first: int) (last: int) (x: Tensor) : Tensor = part 1 first last x

        /// <summary>One row: a tensor of one dimension less. Negative indices count from the end.</summary>
        let row (index: int) (x: Tensor) : Tensor = pick 0 index x

        /// <summary>One column: a tensor of one dimension less. Negative indices count from the end.</summary>
        let column (index: int) (x: Tensor) : Tensor = pick 1 index x

    type torch.Tensor with

        /// <summary>x[a..b]: rows a to b.</summary>
        member x.GetSlice(first: int option, last: int option) : Tensor = slice 0 first last x

        /// <summary>x[a..b, c..d]: rows a to b, columns c to d.</summary>
        member x.GetSlice(firstRow: int option, lastRow: int option, firstColumn: int option, lastColumn: int option) : Tensor =
            x |> slice 0 firstRow lastRow |> slice 1 firstColumn lastColumn

        /// <summary>x[i, c..d]: columns c to d of row i.</summary>
        member x.GetSlice(row: int, firstColumn: int option, lastColumn: int option) : Tensor =
            x |> pick 0 row |> slice 0 firstColumn lastColumn

        /// <summary>x[a..b, j]: rows a to b of column j.</summary>
        member x.GetSlice(firstRow: int option, lastRow: int option, column: int) : Tensor =
            x |> pick 1 column |> slice 0 firstRow lastRow
