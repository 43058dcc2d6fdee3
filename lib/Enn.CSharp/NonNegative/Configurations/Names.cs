namespace Enn.NonNegative;

/// <summary>The data sets of the paper's configurations; the names in brackets are those of the command line.</summary>
public enum DatasetName
{
    /// <summary>[mnist] 28x28 digits.</summary>
    Mnist,

    /// <summary>[fashion_mnist] 28x28 clothes.</summary>
    FashionMnist,

    /// <summary>[cifar10] 32x32 colour images of ten classes.</summary>
    Cifar10,

    /// <summary>[cifar100] 32x32 colour images of a hundred classes.</summary>
    Cifar100,
}

/// <summary>The network families of the paper's configurations.</summary>
public enum ArchitectureName
{
    /// <summary>[mlp] <see cref="NonNegative.Mlp"/>.</summary>
    Mlp,

    /// <summary>[cnn] <see cref="MnistCnn"/>, or <see cref="SimpleCnn"/> on CIFAR.</summary>
    Cnn,

    /// <summary>[alexnet] <see cref="NonNegative.AlexNet"/>.</summary>
    AlexNet,
}

/// <summary>The optimizers of transformed networks.</summary>
public enum OptimizerName
{
    /// <summary>[csgd] <see cref="NonNegative.Csgd"/>.</summary>
    Csgd,

    /// <summary>[nnsgd] <see cref="NonNegative.Nnsgd"/>.</summary>
    Nnsgd,
}

/// <summary>The paper's three experiments.</summary>
public enum ScenarioName
{
    /// <summary>[transformation] Train the network with SGD, transform it, evaluate both.</summary>
    Transformation,

    /// <summary>[post_train_nn] Train with SGD, transform, go on training the twin.</summary>
    PostTraining,

    /// <summary>[fully_negative_training] Transform the untrained network and train the twin only.</summary>
    FromScratch,

    /// <summary>[clip_post_train] The post-training's baseline: train with SGD, clip all parameters at zero in place of the transformation, go on with CSGD.</summary>
    ClippedPostTraining,

    /// <summary>
    /// [exp_init] The from-scratch training's baseline: weights ~ Exp(lambda) and zero biases in place of the transformation. The paper does not publish lambda.
    /// </summary>
    ExponentialInitialisation,
}
