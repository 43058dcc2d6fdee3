using Enn.Data;
using Enn.Data.Captions;

namespace Enn.Tests.Data;

/// <summary>Every reader on damaged files: one line a reader. Pickles have theirs in PickleTests, .pth files where they are read.</summary>
public class ReaderFuzzTests
{
    [Fact]
    public void Idx() => Fuzz.Reader("a.idx", Samples.Idx(), path => IdxFile.Read(path));

    [Fact]
    public void Compressed_idx() => Fuzz.Reader("a.idx.gz", Samples.Gzip(Samples.Idx()), path => IdxFile.Read(path));

    [Fact]
    public void Cifar10_binary() => Fuzz.Reader("a.bin", Samples.CifarBinary(1), path => Cifar10.Read([path]).Dispose(), 100);

    [Fact]
    public void Cifar100_binary() => Fuzz.Reader("a.bin", Samples.CifarBinary(2), path => Cifar100.Read(path).Dispose(), 100);

    [Fact]
    public void Cifar10_pickle() => Fuzz.Reader("data_batch_1", Samples.CifarPickle("labels"), path => Cifar10.ReadPickles([path]).Dispose());

    [Fact]
    public void Cifar100_pickle() => Fuzz.Reader("train", Samples.CifarPickle("fine_labels"), path => Cifar100.ReadPickle(path).Dispose());

    [Fact]
    public void Amat() => Fuzz.Reader("a.amat", Samples.Amat(), path => MnistRot.Read(path).Dispose());

    [Fact]
    public void Matlab() => Fuzz.Reader("a.mat", Samples.Svhn(compressed: false), path => Svhn.Read(path).Dispose());

    [Fact]
    public void Compressed_matlab() => Fuzz.Reader("a.mat", Samples.Svhn(compressed: true), path => Svhn.Read(path).Dispose());

    [Fact]
    public void Flickr_commas() => Fuzz.Reader("captions.txt", Samples.FlickrCommas(), path => FlickrCaptions.Read(path));

    [Fact]
    public void Flickr_bars() => Fuzz.Reader("results.csv", Samples.FlickrBars(), path => FlickrCaptions.Read(path));

    [Fact]
    public void Flickr_tabs() => Fuzz.Reader("flickr.token", Samples.FlickrTabs(), path => FlickrCaptions.Read(path));

    [Fact]
    public void Coco() => Fuzz.Reader("captions_val2017.json", Samples.Coco(), path => CocoCaptions.Read(path));

    [Fact]
    public void Tiny_ImageNet_classes() => Fuzz.Reader("wnids.txt", Samples.Wnids(), path => TinyImageNet.Classes(path));

    [Fact]
    public void Tiny_ImageNet_annotations() => Fuzz.Reader("val_annotations.txt", Samples.TinyAnnotations(), path => TinyImageNet.Validation(path, ["n01443537", "n02124075"]));
}
