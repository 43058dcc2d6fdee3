namespace Enn.Data.Fetching;

/// <summary>
/// Every data set of the five papers: where it comes from, under which terms, and what its files hash to. Checksums are the publishers' own or those that
/// independent projects record for the same address; a file without one is held to what first arrived.
/// </summary>
public static class Catalogue
{
    private const string Toronto = "https://www.cs.toronto.edu/~kriz/";
    private const string FastAi = "https://s3.amazonaws.com/fast-ai-imageclas/";
    private const string Coco = "http://images.cocodataset.org/";
    private const string ResearchOnly = "images belong to their owners; for research and education";
    private const string CifarTerms = "no licence stated; cite Krizhevsky 2009";

    private static readonly string[] MnistFiles = ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];
    private static readonly string[] CifarBatches = ["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"];

    /// <summary>The sets, in the order in which they are shown.</summary>
    public static IReadOnlyList<CatalogueEntry> Sets { get; } =
    [
        new("mnist", "handwritten digits, 60,000 + 10,000", "MNIST/raw")
        {
            Homepage = "http://yann.lecun.com/exdb/mnist/", Terms = "CC BY-SA 3.0 (LeCun, Cortes, Burges)",
            Needed = MnistFiles, InstalledBytes = 11_594_722,
            Files = MnistStyle(["http://yann.lecun.com/exdb/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/"], [9_912_422, 28_881, 1_648_877, 4_542],
                ["f68b3c2dcbeaaa9fbdd348bbdeb94873", "d53e105ee54ea40749a09fcbcd1e9432", "9fb629c4189551a2d022fa330f9573f3", "ec29112dd5afa0611ce80d1b7f02629c"]),
        },
        new("fashion_mnist", "articles of clothing, 60,000 + 10,000", "FashionMNIST/raw")
        {
            Homepage = "https://github.com/zalandoresearch/fashion-mnist", Terms = "MIT (Zalando SE)",
            Needed = MnistFiles, InstalledBytes = 30_878_645, SystemFolder = "/usr/share/datasets/fashion-mnist",
            Files = MnistStyle(["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"], [26_421_880, 29_515, 4_422_102, 5_148],
                ["8d4fb7e6c68d591d4c3dfef9ec88bf0d", "25c81989df183df01b3e8a0aad5dffbe", "bef4ecab320f06d8554ea6380940ec79", "bb300cfdad3c16e7a12a480ee83cd310"]),
        },
        new("mnist_rot", "MNIST digits turned at random, 12,000 + 50,000, as text", "mnist_rot")
        {
            Homepage = "https://sites.google.com/a/lisa.iro.umontreal.ca/public_static_twiki/variations-on-the-mnist-digits", Terms = "no licence stated; cite Larochelle et al. 2007",
            Needed = ["mnist_all_rotation_normalized_float_train_valid.amat", "mnist_all_rotation_normalized_float_test.amat"], InstalledBytes = 800_000_000,
            Files = [new("mnist_rotation_new.zip", "http://www.iro.umontreal.ca/~lisa/icml2007data/mnist_rotation_new.zip") { UnpackInto = "mnist_rot" }],
        },
        new("cifar10", "photographs of 10 kinds of things, 50,000 + 10,000 (binary release)", "cifar-10-batches-bin")
        {
            Homepage = Toronto + "cifar.html", Terms = CifarTerms,
            Needed = [.. CifarBatches.Select(batch => batch + ".bin")], InstalledBytes = 184_380_000,
            Files =
            [
                new("cifar-10-binary.tar.gz", Toronto + "cifar-10-binary.tar.gz")
                {
                    Size = 170_052_171, Checksum = Checksum.Sha256("c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"), UnpackInto = "",
                },
            ],
            Contents = Md5s([.. CifarBatches.Select(batch => batch + ".bin")],
                ["5dd7e06a14cb22eb9f671a540d1b7c25", "5ea93a67294ea407fff1d09f752e9692", "942cd6a4bcdd0dd3c604fbe906cb4421", "ae636b3ba5c66a11e91e8cb52e771fcb", "53f37980c15c3d472c316c40844f3f0d", "803d5f7f4d78ea53de84dbe85f74fb6d"]),
        },
        new("cifar10_python", "the same, Python release", "cifar-10-batches-py")
        {
            Homepage = Toronto + "cifar.html", Terms = CifarTerms,
            Needed = CifarBatches, InstalledBytes = 186_220_000,
            Files =
            [
                new("cifar-10-python.tar.gz", Toronto + "cifar-10-python.tar.gz")
                {
                    Size = 170_498_071, Checksum = Checksum.Sha256("6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce"), UnpackInto = "",
                },
            ],
            Contents = Md5s(CifarBatches,
                ["c99cafc152244af753f735de768cd75f", "d4bba439e000b95fd0a9bffe97cbabec", "54ebc095f3ab1f0389bbae665268c751", "634d18415352ddfa80567beed471001a", "482c414d41f54cd18b22e5b47cb7c3cb", "40351d587109b95175f43aff81a1287e"]),
        },
        new("cifar100", "photographs of 100 kinds of things, 50,000 + 10,000 (binary release)", "cifar-100-binary")
        {
            Homepage = Toronto + "cifar.html", Terms = CifarTerms,
            Needed = ["train.bin", "test.bin"], InstalledBytes = 184_440_000,
            Files =
            [
                new("cifar-100-binary.tar.gz", Toronto + "cifar-100-binary.tar.gz")
                {
                    Size = 168_513_733, Checksum = Checksum.Sha256("58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec"), UnpackInto = "",
                },
            ],
            Contents = Md5s(["train.bin", "test.bin"], ["6172c7755cfe09b2fe270c85cebc1b15", "4499cfba6c016c1be1438163640a0898"]),
        },
        new("cifar100_python", "the same, Python release", "cifar-100-python")
        {
            Homepage = Toronto + "cifar.html", Terms = CifarTerms,
            Needed = ["train", "test"], InstalledBytes = 186_300_000,
            Files = [new("cifar-100-python.tar.gz", Toronto + "cifar-100-python.tar.gz") { Size = 169_001_437, Checksum = Checksum.Md5("eb9058c3a382ffc7106e4002c42a8d85"), UnpackInto = "" }],
            Contents = Md5s(["train", "test"], ["16019d7e3df5f24257cddd939b257f8d", "f0ef6b0ae62326f3e7ffdfab6717acfc"]),
        },
        new("svhn", "digits of house numbers, cropped, 73,257 + 26,032", "svhn")
        {
            Homepage = "http://ufldl.stanford.edu/housenumbers/", Terms = "for non-commercial use; cite Netzer et al. 2011",
            Needed = ["train_32x32.mat", "test_32x32.mat"], InstalledBytes = 246_316_178,
            Files =
            [
                new("train_32x32.mat", "http://ufldl.stanford.edu/housenumbers/train_32x32.mat") { Size = 182_040_794, Checksum = Checksum.Sha256("435e94d69a87fde4fd4d7f3dd208dfc32cb6ae8af2240d066de1df7508d083b8") },
                new("test_32x32.mat", "http://ufldl.stanford.edu/housenumbers/test_32x32.mat") { Size = 64_275_384, Checksum = Checksum.Sha256("cdce80dfb2a2c4c6160906d0bd7c68ec5a99d7ca4831afa54f09182025b6a75b") },
            ],
        },
        new("tiny_imagenet", "200 classes of ImageNet at 64 x 64, 100,000 + 10,000", "tiny-imagenet-200")
        {
            Homepage = "http://cs231n.stanford.edu/", Terms = ResearchOnly,
            Needed = ["wnids.txt", "train", "val/val_annotations.txt", "val/images"], InstalledBytes = 480_000_000,
            Files = [new("tiny-imagenet-200.zip", "http://cs231n.stanford.edu/tiny-imagenet-200.zip") { Size = 248_100_043, Checksum = Checksum.Md5("90528d7ca1a48142e341f4ef8d21d0de"), UnpackInto = "" }],
        },
        new("imagenette", "10 easy classes of ImageNet at 160 pixels", "imagenette2-160")
        {
            Homepage = "https://github.com/fastai/imagenette", Terms = ResearchOnly,
            Needed = ["train", "val"], InstalledBytes = 130_000_000,
            Files = [new("imagenette2-160.tgz", FastAi + "imagenette2-160.tgz") { Size = 98_948_031, Checksum = Checksum.Sha256("88daccb09b6fce93f45e6c09ddeb269cce705549e6bff322092a2a5a11489863"), UnpackInto = "" }],
        },
        new("imagewoof", "10 breeds of dogs of ImageNet at 160 pixels", "imagewoof2-160")
        {
            Homepage = "https://github.com/fastai/imagenette", Terms = ResearchOnly,
            Needed = ["train", "val"], InstalledBytes = 130_000_000,
            Files = [new("imagewoof2-160.tgz", FastAi + "imagewoof2-160.tgz") { Size = 92_560_471, Checksum = Checksum.Sha256("663c22f69c2802d85e2a67103c017e047096702ffddf9149a14011b7002539bf"), UnpackInto = "" }],
        },
        new("imagenet", "ImageNet-1k (ILSVRC 2012), 1,281,167 + 50,000", "imagenet")
        {
            Homepage = "https://image-net.org/download-images.php", Terms = "needs an account and a promise of non-commercial research use",
            Needed = ["train", "val"], InstalledBytes = 155_000_000_000,
            ByHand = "With an account of image-net.org download ILSVRC2012_img_train.tar (MD5 1d675b47d978889d74fa0da5fadfb00e) and ILSVRC2012_img_val.tar (MD5 29b22e2961454d5413ddabcf34fc5622); data-scripts/imagenet.sh sorts them into the class folders imagenet/train and imagenet/val",
        },
        new("flickr30k", "31,783 photographs with five captions each", "flickr30k")
        {
            Homepage = "https://shannon.cs.illinois.edu/DenotationGraph/", Terms = "on request, for non-commercial research; images belong to their owners",
            Needed = ["flickr30k-images", "results.csv"], InstalledBytes = 4_500_000_000,
            ByHand = "Fill in the form on its page; put the images into flickr30k/flickr30k-images and the captions (results.csv or results_20130124.token, both are read) beside them as flickr30k/results.csv, then name the folder above: --from FOLDER",
        },
        new("coco", "COCO 2017: 118,287 + 5,000 photographs with five captions each", "coco")
        {
            Homepage = "https://cocodataset.org/#download", Terms = "annotations CC BY 4.0; images under their Flickr terms",
            Needed = ["train2017", "val2017", "annotations/captions_train2017.json", "annotations/captions_val2017.json"], InstalledBytes = 21_000_000_000,
            Files =
            [
                new("annotations_trainval2017.zip", Coco + "annotations/annotations_trainval2017.zip") { Size = 252_907_541, Checksum = Checksum.Sha256("113a836d90195ee1f884e704da6304dfaaecff1f023f49b6ca93c4aaae470268"), UnpackInto = "coco" },
                new("val2017.zip", Coco + "zips/val2017.zip") { Size = 815_585_330, Checksum = Checksum.Sha256("4f7e2ccb2866ec5041993c9cf2a952bbed69647b115d0f74da7ce8f4bef82f05"), UnpackInto = "coco" },
                new("train2017.zip", Coco + "zips/train2017.zip") { Size = 19_336_861_798, Checksum = Checksum.Sha256("69a8bb58ea5f8f99d24875f21416de2e9ded3178e903f1f7603e283b9e06d929"), UnpackInto = "coco" },
            ],
        },
        new("fi2010", "limit order books of five Nordic stocks over ten days", "fi2010")
        {
            Homepage = "https://etsin.fairdata.fi/dataset/73eb48d7-4dbc-4a10-a52a-da745b47a649", Terms = "CC BY 4.0 (Ntakaris et al. 2018)",
            Needed = ["BenchmarkDatasets"], InstalledBytes = 10_000_000_000,
            ByHand = "Its page gives a link that is valid for a short time: download BenchmarkDatasets.zip there, unpack it into fi2010, then name the folder above: --from FOLDER",
        },
        new("names", "surnames of 18 languages (the non-negative paper's RNN table)", "names")
        {
            Homepage = "https://pytorch.org/tutorials/intermediate/char_rnn_classification_tutorial.html", Terms = "no licence stated; PyTorch's tutorial",
            Needed = ["data/names"], InstalledBytes = 20_000_000,
            Files = [new("data.zip", "https://download.pytorch.org/tutorial/data.zip") { UnpackInto = "names" }],
        },
        new("cifar10_resnets", "trained weights: ResNet-20, 32, 44 and 56 on CIFAR-10", "cifar10-resnets")
        {
            Homepage = "https://github.com/akamaster/pytorch_resnet_cifar10", Terms = "BSD 2-clause (Y. Idelbayev)",
            Needed = ["resnet20-12fca82f.th", "resnet32-d509ac18.th", "resnet44-014dd654.th", "resnet56-4bfd9763.th"], InstalledBytes = 9_141_862,
            Files =
            [
                Weights("resnet20-12fca82f.th", 1_099_231, "12fca82f0bebc4135bf1f32f6e3710e61d5108578464b84fd6d7f5c1b04036c8"),
                Weights("resnet32-d509ac18.th", 1_890_043, "d509ac1820d7f25398913559d7e81a13229b1e7adc5648e3bfa5e22dc137f850"),
                Weights("resnet44-014dd654.th", 2_680_855, "014dd6541728a1c700b1642ab640e211dc6eb8ed507d70697458dc8f8a0ae2e4"),
                Weights("resnet56-4bfd9763.th", 3_471_733, "4bfd97631478d6b638d2764fd2baff3edb1d7d82252d54439343b6596b9b5367"),
            ],
        },
        new("flickr8k_1000", "1,000 photographs of Flickr8k with five captions each", "flickr8k-1000")
        {
            Homepage = "http://hockenmaier.cs.illinois.edu/8k-pictures.html", Terms = ResearchOnly,
            Needed = ["images", "captions.txt"], InstalledBytes = 120_000_000,
            ByHand = "It is a part of Flickr8k that offline mirrors carry: any 1,000 of its images in flickr8k-1000/images and their lines of captions.txt (image,caption) beside them will do",
        },
        new("imagefolder_sample", "40 photographs of ImageNet in class folders, three of them grey", "imagefolder-sample")
        {
            Homepage = "https://image-net.org", Terms = ResearchOnly, InstalledBytes = 10_000_000,
            ByHand = "It is a sample that offline mirrors carry: any folder of JPEGs in class folders, named imagefolder-sample, will do",
        },
    ];

    /// <summary>A set by its name, in which a hyphen may stand for an underscore; null where there is none.</summary>
    public static CatalogueEntry? Find(string name) => Sets.FirstOrDefault(set => set.Name == name.Replace('-', '_'));

    private static IReadOnlyList<PublishedFile> MnistStyle(string[] addresses, long[] sizes, string[] md5s) =>
        [.. MnistFiles.Select((file, i) => new PublishedFile(file, [.. addresses.Select(address => address + file)]) { Size = sizes[i], Checksum = Checksum.Md5(md5s[i]) })];

    private static PublishedFile Weights(string name, long size, string sha256) =>
        new(name, "https://github.com/akamaster/pytorch_resnet_cifar10/raw/master/pretrained_models/" + name) { Size = size, Checksum = Checksum.Sha256(sha256) };

    private static Dictionary<string, Checksum> Md5s(string[] names, string[] md5s) => names.Zip(md5s).ToDictionary(pair => pair.First, pair => Checksum.Md5(pair.Second));
}
