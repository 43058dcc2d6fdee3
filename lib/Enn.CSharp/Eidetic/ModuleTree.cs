using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eidetic;

/// <summary>Registers modules under dotted names, with plain modules for the names between: what gives a state dict the official keys.</summary>
internal sealed class ModuleTree(Module root)
{
    private readonly Dictionary<string, Module> _nodes = new() { [""] = root };

    /// <summary>Puts a module at a dotted name below the root.</summary>
    public void Add(string key, Module module)
    {
        var end = key.LastIndexOf('.');
        Node(end < 0 ? "" : key[..end]).register_module(key[(end + 1)..], module);
    }

    private Module Node(string path)
    {
        if (_nodes.TryGetValue(path, out var known)) return known;
        var node = new Branch();
        Add(path, node);
        return _nodes[path] = node;
    }

    private sealed class Branch() : Module(nameof(Branch));
}
