namespace Enn.Interop

open Enn.Data
open TorchSharp

/// <summary>Data sets as pipelines: <c>Data.load "fashion_mnist" |> Data.train |> Data.first 1000 |> Data.batches 256</c>.</summary>
module Data =
    /// <summary>The names that <c>load</c> knows.</summary>
    let names = List.ofSeq ImageDataset.Names

    /// <summary>Loads a data set by name: mnist, fashion_mnist, cifar10.</summary>
    /// <exception cref="T:System.ArgumentException">The name is another; the message lists the names.</exception>
    /// <exception cref="T:Enn.Data.DataMissingException">It is not on this machine; the message says how to get it.</exception>
    let load (name: string) = ImageDataset.Load name

    /// <summary>What a data set lacks on this machine; None where it is there.</summary>
    let missing (name: string) = ImageDataset.WhatIsMissing name |> Option.ofObj

    /// <summary>The images to learn from.</summary>
    let train (data: ImageDataset) = data.Train

    /// <summary>The images to measure on.</summary>
    let test (data: ImageDataset) = data.Test

    /// <summary>The first images (views, no copies); all where there are fewer.</summary>
    let first (count: int) (images: ImageSet) = images.Take(min count images.Count)

    /// <summary>The data set with fewer images of each kind: what a quick experiment needs.</summary>
    let smaller (trainCount: int) (testCount: int) (data: ImageDataset) =
        new ImageDataset(data.Name, first trainCount data.Train, first testCount data.Test, data.Classes)

    /// <summary>Pixels, uint8 [count, channels, height, width].</summary>
    let images (set: ImageSet) : Tensor = set.Images

    /// <summary>Class numbers, int64 [count].</summary>
    let labels (set: ImageSet) : Tensor = set.Labels

    /// <summary>Pixels as float32 in [0, 1], shape [count, channels, height, width].</summary>
    let scaled (set: ImageSet) : Tensor = (set.Images.to_type torch.ScalarType.Float32).div_ (torch.tensor 255.0f)

    /// <summary>What each image shows: the name of its class.</summary>
    let captions (data: ImageDataset) (set: ImageSet) = [ for label in Tensor.toInts set.Labels -> data.Classes[int label] ]

    /// <summary>Batches of images as float32 in [0, 1], in the set's own order.</summary>
    let batches (size: int) (set: ImageSet) = Batches(set, size, transforms = [| Transforms.Scale |])

    /// <summary>Batches of images as float32 in [0, 1], in a new order each epoch that depends on the seed and the epoch alone.</summary>
    let shuffled (seed: int) (size: int) (set: ImageSet) =
        Batches(set, size, shuffle = true, seed = int64 seed, transforms = [| Transforms.Scale |])

    /// <summary>The inputs alone, in the order of the first epoch. Each is valid until the next is asked for.</summary>
    let inputs (batches: Batches) : seq<Tensor> = batches.Epoch 0 |> Seq.map _.Inputs

    /// <summary>The inputs and labels of an epoch, counted from 0. Each pair is valid until the next is asked for.</summary>
    let epoch (number: int) (batches: Batches) : seq<struct (Tensor * Tensor)> =
        batches.Epoch number |> Seq.map (fun batch -> struct (batch.Inputs, batch.Labels))
