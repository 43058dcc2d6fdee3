using System.Numerics;
using System.Text;

namespace Enn.Data.Pickling;

/// <summary>The stack machine that a pickle is a program for. Instructions are named as in Python's pickletools.</summary>
internal sealed class PickleMachine(PickleInput input, IPickleResolver resolver)
{
    private const int HighestProtocol = 5;
    private const int LongestInteger = 1024;

    // What is stored once can be passed on with two bytes, any number of times: what calls and keys cost is counted. Honest files pass on a few times what they hold.
    private const long WorkPerByte = 64;
    private const long FreeWork = 1 << 16;

    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<long, object?> _memo = [];
    private long _instruction;
    private long _work;

    /// <summary>Runs to STOP.</summary>
    internal object? Run()
    {
        while (true)
        {
            _instruction = input.Offset;
            var code = input.Byte();
            try
            {
                if (code == '.')
                {
                    var result = Pop();
                    return _stack.Count == 0 ? result : throw new FormatException($"{_stack.Count} objects are left over at STOP");
                }
                if (!Constant(code) && !Container(code) && !Memo(code) && !Object(code)) throw new FormatException($"the instruction 0x{code:x2} is none that plain data needs");
            }
            catch (FormatException error)
            {
                throw input.Corrupt(_instruction, error.Message, error);
            }
            catch (EndOfStreamException error)
            {
                throw input.Corrupt(_instruction, "the pickle ends within an instruction", error);
            }
        }
    }

    private bool Constant(byte code)
    {
        switch (code)
        {
            case 0x80: PickleValue.Number((long)input.Byte(), 2, HighestProtocol, "the pickle's protocol"); break;
            case 0x95: input.UInt64(); break; // FRAME: a hint for buffering
            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'J': Push((long)input.Int32()); break;
            case (byte)'K': Push((long)input.Byte()); break;
            case (byte)'M': Push((long)input.UInt16()); break;
            case 0x8a: PushInteger(input.Bytes(input.Byte())); break;
            case 0x8b: PushInteger(input.Bytes((ulong)PickleValue.Number(input.UInt32(), 0, LongestInteger, "an integer's length"))); break;
            case (byte)'G': Push(input.Double()); break;
            case (byte)'U': Push(Encoding.Latin1.GetString(input.Bytes(input.Byte()))); break;
            case (byte)'T': Push(input.Bytes((ulong)input.UInt32())); break;
            case (byte)'C': Push(input.Bytes(input.Byte())); break;
            case (byte)'B': Push(input.Bytes((ulong)input.UInt32())); break;
            case 0x8e or 0x96: Push(input.Bytes(input.UInt64())); break;
            case 0x8c: Push(input.Text(input.Bytes(input.Byte()), _instruction)); break;
            case (byte)'X': Push(input.Text(input.Bytes((ulong)input.UInt32()), _instruction)); break;
            case 0x8d: Push(input.Text(input.Bytes(input.UInt64()), _instruction)); break;
            default: return false;
        }
        return true;
    }

    private bool Container(byte code)
    {
        switch (code)
        {
            case (byte)'(': _marks.Push(_stack.Count); break;
            case (byte)'0': Pop(); break;
            case (byte)'1': PopToMark(); break;
            case (byte)'2': Push(Top()); break;
            case (byte)')': Push(Array.Empty<object?>()); break;
            case 0x85 or 0x86 or 0x87: Push(PopMany(code - 0x84)); break;
            case (byte)'t': Push(PopToMark()); break;
            case (byte)']': Push(new List<object?>()); break;
            case (byte)'l': Push(PopToMark().ToList()); break;
            case (byte)'a': Append([Pop()]); break;
            case (byte)'e': Append(PopToMark()); break;
            case (byte)'}': Push(new PickleDictionary()); break;
            case (byte)'d': { var items = PopToMark(); Push(new PickleDictionary()); SetItems(items); break; }
            case (byte)'s': SetItems(PopMany(2)); break;
            case (byte)'u': SetItems(PopToMark()); break;
            case 0x8f: Push(new HashSet<object>(KeyComparer.Instance)); break;
            case 0x90: AddItems(PopToMark()); break;
            case 0x91: { var items = PopToMark(); Push(new HashSet<object>(KeyComparer.Instance)); AddItems(items); break; }
            default: return false;
        }
        return true;
    }

    private bool Memo(byte code)
    {
        switch (code)
        {
            case (byte)'q': _memo[input.Byte()] = Top(); break;
            case (byte)'r': _memo[input.UInt32()] = Top(); break;
            case 0x94: _memo[_memo.Count] = Top(); break;
            case (byte)'h': Push(Recall(input.Byte())); break;
            case (byte)'j': Push(Recall(input.UInt32())); break;
            default: return false;
        }
        return true;
    }

    private bool Object(byte code)
    {
        switch (code)
        {
            case (byte)'c': Push(Global(input.Line(), input.Line())); break;
            case 0x93:
                var names = PopMany(2);
                Charge(names);
                Push(Global(PickleValue.As<string>(names[0], "a global's module"), PickleValue.As<string>(names[1], "a global's name")));
                break;
            case (byte)'R' or 0x81:
                var call = PopMany(2);
                Charge(call[1]);
                Push(PickleValue.As<PickleFunction>(call[0], "what is called")(PickleValue.As<object?[]>(call[1], "a call's arguments")));
                break;
            case (byte)'b':
                var state = Pop();
                Charge(state);
                PickleValue.As<IPickleState>(Top(), "the object that is given a state").SetState(state);
                break;
            case (byte)'Q':
                var id = Pop();
                Charge(id);
                Push(resolver.Persistent(id));
                break;
            default: return false;
        }
        return true;
    }

    private object Global(string module, string name) =>
        PlainGlobals.Find(module, name) ?? resolver.Global(module, name) ?? throw new FormatException($"refused the global {module}.{name}: only tensors, arrays and plain containers are rebuilt");

    // A call goes through its arguments, of which one may be a list.
    private void Charge(object? value, int depth = 2)
    {
        _work += value switch { string text => text.Length, byte[] bytes => bytes.Length, IReadOnlyCollection<object?> items => items.Count, _ => 1 };
        if (_work > FreeWork + WorkPerByte * input.Offset) throw new FormatException($"{input.Offset} bytes of pickle repeat {_work} values and letters: no honest one does");
        if (depth == 0 || value is not IReadOnlyCollection<object?> inner) return;
        foreach (var item in inner) Charge(item, depth - 1);
    }

    private void PushInteger(byte[] bytes)
    {
        var value = new BigInteger(bytes);
        if (bytes.Length <= sizeof(long)) Push((long)value);
        else Push(value);
    }

    private void Append(object?[] items) => PickleValue.As<List<object?>>(Top(), "what is appended to").AddRange(items);

    private void AddItems(object?[] items)
    {
        var set = PickleValue.As<HashSet<object>>(Top(), "what is added to");
        foreach (var item in items)
        {
            Charge(item, depth: 0);
            set.Add(Key(item));
        }
    }

    private void SetItems(object?[] items)
    {
        if (items.Length % 2 != 0) throw new FormatException("a dictionary's keys and values do not pair up");
        var dictionary = PickleValue.As<PickleDictionary>(Top(), "the object whose items are set");
        for (var i = 0; i < items.Length; i += 2)
        {
            Charge(items[i], depth: 0);
            dictionary[Key(items[i])] = items[i + 1];
        }
    }

    internal static object Key(object? value) =>
        value is string or long or double or bool or BigInteger ? value : throw new FormatException($"a key is {PickleValue.Describe(value)}: strings, numbers and booleans are known");

    private object? Recall(long index) => _memo.TryGetValue(index, out var value) ? value : throw new FormatException($"nothing was stored under number {index}");

    private void Push(object? value) => _stack.Add(value);

    private int Floor => _marks.TryPeek(out var mark) ? mark : 0;

    private object? Top() => _stack.Count > Floor ? _stack[^1] : throw new FormatException("the stack is empty");

    private object? Pop()
    {
        var top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object?[] PopMany(int count) =>
        _stack.Count - Floor >= count ? Cut(_stack.Count - count) : throw new FormatException($"{_stack.Count - Floor} objects are on the stack where {count} are needed");

    private object?[] PopToMark() => _marks.TryPop(out var mark) ? Cut(mark) : throw new FormatException("there is no MARK on the stack");

    private object?[] Cut(int from)
    {
        var items = _stack.GetRange(from, _stack.Count - from).ToArray();
        _stack.RemoveRange(from, items.Length);
        return items;
    }
}
