using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Torch;

/// <summary>An optimizer's state as tensors and texts, to lie in a safetensors file beside a model's: what an exact resume needs.</summary>
public static class OptimizerFiles
{
    private const string Key = "optimizer";

    /// <summary>Tensors (<c>state.3.exp_avg</c>) and numbers (<c>group.0.lr</c>, <c>state.3.step</c>) that an optimizer carries from step to step.</summary>
    public static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Numbers) Capture(OptimizerHelper optimizer)
    {
        var dictionary = optimizer.state_dict();
        var tensors = new Dictionary<string, Tensor>();
        var numbers = new Dictionary<string, string> { [Key] = optimizer.GetType().Name };
        for (var g = 0; g < dictionary.Options.Count; g++)
        {
            var options = dictionary.Options[g];
            numbers[$"group.{g}.lr"] = Text(options.LearningRate);
            numbers[$"group.{g}.initial_lr"] = Text(options.InitialLearningRate);
            foreach (var field in StateFields.Of(options)) numbers[$"group.{g}.{field.Name}"] = Text(field.GetValue(options));
        }
        for (var i = 0; i < dictionary.State.Count; i++)
            foreach (var field in StateFields.Of(dictionary.State[i]))
            {
                var value = field.GetValue(dictionary.State[i]);
                if (value is Tensor tensor) tensors[$"state.{i}.{field.Name}"] = tensor;
                else numbers[$"state.{i}.{field.Name}"] = Text(value);
            }
        return (tensors, numbers);
    }

    /// <summary>Takes over what <see cref="Capture"/> gave, into an optimizer of the same kind over parameters of the same shapes.</summary>
    /// <exception cref="InvalidDataException">The state is another optimizer's, or lacks something, or has a wrong shape.</exception>
    public static void Restore(OptimizerHelper optimizer, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> numbers)
    {
        string Number(string name) => numbers.TryGetValue(name, out var text) ? text : throw new InvalidDataException($"the optimizer's state lacks '{name}'");
        if (Number(Key) != optimizer.GetType().Name) throw new InvalidDataException($"the state is of {Number(Key)}, the optimizer is {optimizer.GetType().Name}");
        var dictionary = optimizer.state_dict();
        var changes = new List<Action>();
        for (var g = 0; g < dictionary.Options.Count; g++)
        {
            var options = dictionary.Options[g];
            var (lr, first) = ((double?)Value(Number($"group.{g}.lr"), typeof(double?)), (double)Value(Number($"group.{g}.initial_lr"), typeof(double))!);
            changes.Add(() => (options.LearningRate, options.InitialLearningRate) = (lr, first));
            foreach (var field in StateFields.Of(options))
            {
                var value = Value(Number($"group.{g}.{field.Name}"), field.FieldType);
                changes.Add(() => field.SetValue(options, value));
            }
        }
        for (var i = 0; i < dictionary.State.Count; i++)
        {
            var state = dictionary.State[i];
            foreach (var field in StateFields.Of(state))
            {
                object? value;
                if (typeof(Tensor).IsAssignableFrom(field.FieldType))
                {
                    // A tensor that was not there yet is written as an empty number: one that is merely lost is an error.
                    var name = $"state.{i}.{field.Name}";
                    var tensor = tensors.GetValueOrDefault(name);
                    if (tensor is null && Number(name).Length > 0) throw new InvalidDataException($"{name} is no tensor");
                    if (tensor is not null && (!tensor.shape.AsSpan().SequenceEqual(state.Parameter.shape) || tensor.dtype != state.Parameter.dtype))
                        throw new InvalidDataException($"{name} is {tensor.dtype}[{string.Join(",", tensor.shape)}] where the parameter is {state.Parameter.dtype}[{string.Join(",", state.Parameter.shape)}]");
                    value = tensor is null ? null : state.Own(tensor);
                }
                else value = Value(Number($"state.{i}.{field.Name}"), field.FieldType);
                changes.Add(() => field.SetValue(state, value));
            }
        }
        if (numbers.ContainsKey($"group.{dictionary.Options.Count}.lr")) throw new InvalidDataException($"the state has more parameter groups than the optimizer's {dictionary.Options.Count}");
        foreach (var change in changes) change();
    }

    public static void Save(OptimizerHelper optimizer, string file)
    {
        var (tensors, numbers) = Capture(optimizer);
        Safetensors.Save(file, tensors, numbers);
    }

    public static void Load(OptimizerHelper optimizer, string file)
    {
        using var opened = Safetensors.Open(file);
        using var _ = NewDisposeScope();
        Restore(optimizer, opened.Names.ToDictionary(name => name, name => opened.Read(name)), opened.Metadata);
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        bool b => b ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static object? Value(string text, Type type)
    {
        if (text.Length == 0) return null;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        try
        {
            return Convert.ChangeType(text, plain, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new InvalidDataException($"'{text}' in the optimizer's state is no {plain.Name}");
        }
    }
}
