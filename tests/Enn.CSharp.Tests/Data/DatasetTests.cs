using Enn.Data;
using Enn.Tests.Data.Images;
using TorchSharp;

namespace Enn.Tests.Data;

/// <summary>The data sets: real ones where they are, synthetic files for what is wrong.</summary>
public class DatasetTests
{
    [Fact]
    public void Fashion_MNIST_is_whole()
    {
        using var data = FashionMnist.Load();
        Assert.Equal([60_000, 1, 28, 28], data.Train.Images.shape);
        Assert.Equal([10_000, 1, 28, 28], data.Test.Images.shape);
        Assert.Equal(1_000, data.Test.Labels.eq(9).sum().item<long>());
        Assert.Equal(9, data.Train.Labels[0].item<long>());
        Assert.Equal("Ankle boot", data.Classes[9]);
        // Mean of the training pixels as published with the data set: 0.2860.
        Assert.Equal(0.2860, data.Train.Images.to_type(torch.ScalarType.Float64).mean().item<double>() / 255, 4);
    }

    [RealDataFact(Mnist.Name)]
    public void MNIST_is_whole()
    {
        using var data = Mnist.Load();
        Assert.Equal([60_000, 1, 28, 28], data.Train.Images.shape);
        Assert.Equal(0.1307, data.Train.Images.to_type(torch.ScalarType.Float64).mean().item<double>() / 255, 4);
    }

    [RealDataFact(Cifar10.Name)]
    public void CIFAR10_is_whole()
    {
        using var data = Cifar10.Load();
        Assert.Equal([50_000, 3, 32, 32], data.Train.Images.shape);
        Assert.Equal([10_000, 3, 32, 32], data.Test.Images.shape);
        Assert.Equal(5_000, data.Train.Labels.eq(3).sum().item<long>());
        // The published channel means: .4914, .4822, .4465.
        var red = data.Train.Images.narrow(1, 0, 1).to_type(torch.ScalarType.Float64).mean().item<double>() / 255;
        Assert.Equal(0.4914, red, 4);
    }

    [Fact]
    public void Images_and_labels_must_fit()
    {
        var images = new IdxFile("images", [2, 28, 28], new byte[2 * 28 * 28]);
        Assert.Contains("number of images", Assert.Throws<InvalidDataException>(() => MnistFormat.ReadPair(images, new IdxFile("labels", [3], [1, 2, 3]))).Message);
        Assert.Contains("label 1 is 10", Assert.Throws<InvalidDataException>(() => MnistFormat.ReadPair(images, new IdxFile("labels", [2], [1, 10]))).Message);
        Assert.Contains("[count, 28, 28]", Assert.Throws<InvalidDataException>(() => MnistFormat.ReadPair(new IdxFile("images", [2, 32, 32], new byte[2 * 32 * 32]), images)).Message);
    }

    private static byte[] CifarRecord(byte label, byte red, byte green, byte blue) =>
        [label, .. Enumerable.Repeat(red, 1024), .. Enumerable.Repeat(green, 1024), .. Enumerable.Repeat(blue, 1024)];

    [Fact]
    public void CIFAR_records_become_planes_in_order()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.bin"], [.. CifarRecord(7, 1, 2, 3), .. CifarRecord(0, 4, 5, 6)]);
        File.WriteAllBytes(folder["b.bin"], CifarRecord(9, 7, 8, 9));
        using var set = Cifar10.Read([folder["a.bin"], folder["b.bin"]]);
        Assert.Equal([3, 3, 32, 32], set.Images.shape);
        Assert.Equal([7, 0, 9], set.Labels.data<long>().ToArray());
        Assert.Equal(5, set.Images[1, 1, 31, 0].item<byte>());
        Assert.Equal(9, set.Images[2, 2, 0, 31].item<byte>());
    }

    [Theory]
    [InlineData(0, "at byte 0: the file is empty")]
    [InlineData(3_072, "at byte 0: the file ends within a record: 3072 of 3073 bytes")]
    [InlineData(3_074, "at byte 3073: the file ends within a record: 1 of 3073 bytes")]
    public void A_truncated_CIFAR_file_is_refused(int length, string reason)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.bin"], new byte[length]);
        Assert.Equal($"{folder["a.bin"]}: {reason}", Assert.Throws<InvalidDataException>(() => Cifar10.Read([folder["a.bin"]])).Message);
    }

    [Fact]
    public void A_wrong_CIFAR_label_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.bin"], [.. CifarRecord(1, 0, 0, 0), .. CifarRecord(10, 0, 0, 0)]);
        Assert.Contains("at byte 3073: label 10", Assert.Throws<InvalidDataException>(() => Cifar10.Read([folder["a.bin"]])).Message);
    }

    [VipsFact]
    public void Tiny_ImageNet_numbers_both_parts_by_the_listed_classes()
    {
        using var folder = new TemporaryFolder();
        void Write(string file, byte[] content)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
            File.WriteAllBytes(folder[file], content);
        }
        var (first, second) = (ImageFileTests.Bytes(ImageFileTests.Jpeg), ImageFileTests.Bytes(ImageFileTests.Png));
        Write("wnids.txt", Samples.Wnids());
        Write("val/val_annotations.txt", Samples.TinyAnnotations());
        // The first folder is of no listed class, and would move the numbers of the others.
        foreach (var file in new[] { "train/n00000001/images/x.JPEG", "train/n02124075/images/b.JPEG", "train/n01443537/images/a.JPEG", "train/n02124075/images/a.JPEG", "val/images/val_1.JPEG" }) Write(file, first);
        Write("val/images/val_0.JPEG", second);
        using var data = TinyImageNet.Read(folder.Path);
        Assert.Equal(["n01443537", "n02124075"], data.Classes);
        Assert.Equal([3, 3, 64, 64], data.Train.Images.shape);
        Assert.Equal([0, 1, 1], data.Train.Labels.data<long>().ToArray());
        Assert.Equal([1, 0], data.Test.Labels.data<long>().ToArray());
        Assert.True(data.Train.Images[0].eq(data.Test.Images[1]).all().item<bool>());
        Assert.False(data.Train.Images[0].eq(data.Test.Images[0]).all().item<bool>());
        Directory.Delete(folder["train/n02124075"], recursive: true);
        Assert.Contains("n02124075", Assert.Throws<InvalidDataException>(() => TinyImageNet.Read(folder.Path)).Message);
    }

    [Fact]
    public void A_missing_set_says_what_is_needed_where_and_how()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["one"], "");
        var missing = Assert.Throws<DataMissingException>(() => DataFolder.Find("Toys", [folder.Path, folder["nowhere"]], [["one"], ["two.gz", "two"]], "Ask for them."));
        Assert.Equal($"Toys is not here: needed one, two.gz in {folder.Path} or {folder["nowhere"]}. Ask for them.", missing.Message);
        File.WriteAllText(folder["two"], "");
        Assert.Equal([folder["one"], folder["two"]], DataFolder.Find("Toys", [folder["nowhere"], folder.Path], [["one"], ["two.gz", "two"]], ""));
    }

    [Fact]
    public void An_unknown_set_is_named_with_the_known_ones() =>
        Assert.Contains("mnist, fashion_mnist, cifar10", Assert.Throws<ArgumentException>(() => ImageDataset.Load("imagenet")).Message);
}
