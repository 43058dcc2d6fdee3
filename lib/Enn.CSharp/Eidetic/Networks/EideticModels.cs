using Enn.Conformance;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eidetic;

/// <summary>The networks of this paper that conformance cases name.</summary>
public static class EideticModels
{
    /// <summary>The model of this name: mlp, convnet, resnet; null for another.</summary>
    public static ConformanceModel? Create(string name, ModelArguments arguments)
    {
        IArchitecture? architecture = name switch
        {
            "mlp" => new Mlp((int)arguments.Whole("in_features"), (int)arguments.Whole("num_layers", 2), (int)arguments.Whole("width", 4096), arguments.Number("dropout", 0), arguments.Flag("bn", true)),
            "convnet" => new ConvNet((int)arguments.Whole("in_channels"), (int)arguments.Whole("num_layers", 2), (int)arguments.Whole("width", 32), arguments.Number("dropout", 0), arguments.Flag("bn", true)),
            "resnet" => new ResNet(new ResNetOptions((int)arguments.Whole("in_channels"), [.. arguments.WholeList("n_blocks").Select(n => (int)n)], (int)arguments.Whole("expansion", 1))
            {
                BatchNorm = arguments.Flag("bn", true),
                LowResolution = arguments.Flag("low_res", true),
            }),
            _ => null,
        };
        if (architecture is null) return null;
        var tasks = arguments.WholeList("num_classes").Select((classes, i) => new EideticTask($"task {i}", (int)classes));
        var official = new OfficialModule(new EideticNetwork(architecture, tasks), (int)arguments.Whole("head", 0));
        // On the few images of a case, gradients of ten and more normalised blocks differ in float32 from those in float64 by about a hundredth.
        return ConformanceModel.Of(official) with { AmplifiesRounding = architecture is ResNet };
    }

    /// <summary>A network at the start of its first task with all heads, those not in use included: the official module's state dict.</summary>
    private sealed class OfficialModule : Module<Tensor, Tensor>
    {
        private readonly Held _phase;

        public OfficialModule(EideticNetwork network, int head) : base(nameof(OfficialModule))
        {
            _phase = new Held(network.Begin(head));
            var tree = new ModuleTree(this);
            _phase.Phase.Register(tree, task => task == head ? _phase.Phase.HeadBlock : Linear(network.Output.Size, network.Tasks[task].Outputs));
        }

        public override Tensor forward(Tensor x) => _phase.Phase.forward(x);

        public override void train(bool train = true)
        {
            base.train(train);
            _phase.Phase.train(train);
        }

        private sealed record Held(TaskPhase Phase);
    }
}
