using System.Runtime.InteropServices;

namespace Enn.Data;

/// <summary>
/// The few functions of libvips and of its object system (GObject) that decoding takes; none of them is variadic, which P/Invoke cannot call portably:
/// an operation is made by name, its arguments are set as properties, and it is built.
/// </summary>
internal static unsafe partial class Vips
{
    private const string LibVips = "libvips.so.42";
    private const string LibGObject = "libgobject-2.0.so.0";
    private const string LibGLib = "libglib-2.0.so.0";

    // GObject's fundamental types are their numbers times four. It converts integers to enumerations by itself.
    private const nuint TypeInt = 6 << 2;

    // Levels "warning" and milder: libvips reports there what it returns as errors too.
    private const int QuietLevels = (1 << 4) | (1 << 5) | (1 << 6) | (1 << 7);

    /// <summary>VIPS_FAIL_ON_ERROR: a file that breaks off or is corrupt is an error, a mere oddity is not.</summary>
    private const int FailOnError = 2;

    /// <summary>VIPS_ACCESS_SEQUENTIAL: rows are asked for once, from top to bottom.</summary>
    private const int Sequential = 1;

    /// <summary>VIPS_FORMAT_UCHAR and VIPS_FORMAT_USHORT.</summary>
    internal const int Bytes = 0, Words = 2;

    private static readonly Lazy<string?> Failure = new(Start);

    /// <summary>A GValue: its type and two words of content.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Value
    {
        internal nuint Type;
        internal long First, Second;
    }

    /// <summary>Loads and starts the library, once.</summary>
    /// <exception cref="DllNotFoundException">It is not installed or does not start.</exception>
    internal static void Require()
    {
        if (Missing is { } reason) throw new DllNotFoundException(reason);
    }

    /// <summary>Why nothing can be decoded, and what to do; null where it can.</summary>
    internal static string? Missing => Failure.Value is { } reason ? $"JPEG and PNG files are decoded by libvips, which is not here ({reason}). On Debian: apt-get install libvips42" : null;

    private static string? Start()
    {
        try
        {
            if (vips_init("enn") != 0) return LastError();
            // Every image is decoded by one thread, several at a time, and once: neither a pool of its own nor a cache of results is of use.
            vips_concurrency_set(1);
            vips_cache_set_max(0);
            g_log_set_handler("VIPS", QuietLevels, &Ignore, 0);
            return null;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return missing.Message;
        }
    }

    [UnmanagedCallersOnly]
    private static void Ignore(nint domain, int level, nint message, nint data) { }

    /// <summary>Decodes a whole file of a known format.</summary>
    /// <param name="loader">libvips' name of the operation: <c>jpegload_buffer</c>, <c>pngload_buffer</c>.</param>
    /// <param name="file">The file's content.</param>
    /// <param name="options">More arguments of the operation, integers and enumerations.</param>
    /// <param name="take">Is given the image.</param>
    /// <exception cref="FormatException">libvips refuses it; the message says why.</exception>
    internal static T Load<T>(string loader, ReadOnlySpan<byte> file, ReadOnlySpan<(string Name, int Value)> options, Func<Image, T> take)
    {
        Require();
        fixed (byte* content = file)
        {
            var operation = vips_operation_new(loader);
            if (operation == 0) throw new FormatException($"this libvips was built without {loader}: {LastError()}");
            nint image;
            try
            {
                SetBlob(operation, "buffer", content, (nuint)file.Length);
                SetInt(operation, "access", Sequential);
                SetInt(operation, "fail-on", FailOnError);
                foreach (var (name, value) in options) SetInt(operation, name, value);
                if (vips_object_build(operation) != 0) throw new FormatException(LastError());
                image = GetObject(operation, "out");
            }
            finally
            {
                vips_object_unref_outputs(operation);
                g_object_unref(operation);
            }
            try
            {
                return take(new Image(image));
            }
            finally
            {
                g_object_unref(image);
            }
        }
    }

    /// <summary>An image whose pixels are computed when asked for.</summary>
    internal readonly struct Image(nint handle)
    {
        internal int Width => vips_image_get_width(handle);
        internal int Height => vips_image_get_height(handle);
        internal int Bands => vips_image_get_bands(handle);
        internal int Format => vips_image_get_format(handle);

        /// <summary>All pixels, row after row, bands interleaved.</summary>
        internal void Read(ReadOnlySpanAction take)
        {
            var pixels = vips_image_write_to_memory(handle, out var size);
            if (pixels == 0) throw new FormatException(LastError());
            try
            {
                take(new ReadOnlySpan<byte>((void*)pixels, checked((int)size)));
            }
            finally
            {
                g_free(pixels);
            }
        }
    }

    internal delegate void ReadOnlySpanAction(ReadOnlySpan<byte> pixels);

    // The buffer of messages belongs to the process: with several failures at once one of them may be given the other's text too.
    private static string LastError()
    {
        var text = vips_error_buffer_copy();
        try
        {
            return string.Join("; ", (Marshal.PtrToStringUTF8(text) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct());
        }
        finally
        {
            g_free(text);
        }
    }

    private static void SetInt(nint target, string name, int number)
    {
        var value = default(Value);
        g_value_init(&value, TypeInt);
        g_value_set_int(&value, number);
        g_object_set_property(target, name, &value);
        g_value_unset(&value);
    }

    private static void SetBlob(nint target, string name, byte* data, nuint length)
    {
        var blob = vips_blob_new(0, data, length);
        var value = default(Value);
        g_value_init(&value, vips_blob_get_type());
        g_value_set_boxed(&value, blob);
        g_object_set_property(target, name, &value);
        g_value_unset(&value);
        vips_area_unref(blob);
    }

    private static nint GetObject(nint source, string name)
    {
        var value = default(Value);
        g_value_init(&value, vips_image_get_type());
        g_object_get_property(source, name, &value);
        var found = g_value_dup_object(&value);
        g_value_unset(&value);
        return found != 0 ? found : throw new FormatException("the operation gave no image");
    }

    [LibraryImport(LibVips, StringMarshalling = StringMarshalling.Utf8)] private static partial int vips_init(string name);
    [LibraryImport(LibVips)] private static partial void vips_concurrency_set(int threads);
    [LibraryImport(LibVips)] private static partial void vips_cache_set_max(int operations);
    [LibraryImport(LibVips)] private static partial nint vips_error_buffer_copy();
    [LibraryImport(LibVips, StringMarshalling = StringMarshalling.Utf8)] private static partial nint vips_operation_new(string name);
    [LibraryImport(LibVips)] private static partial int vips_object_build(nint target);
    [LibraryImport(LibVips)] private static partial void vips_object_unref_outputs(nint target);
    [LibraryImport(LibVips)] private static partial nint vips_blob_new(nint release, byte* data, nuint length);
    [LibraryImport(LibVips)] private static partial void vips_area_unref(nint area);
    [LibraryImport(LibVips)] private static partial nuint vips_blob_get_type();
    [LibraryImport(LibVips)] private static partial nuint vips_image_get_type();
    [LibraryImport(LibVips)] private static partial int vips_image_get_width(nint image);
    [LibraryImport(LibVips)] private static partial int vips_image_get_height(nint image);
    [LibraryImport(LibVips)] private static partial int vips_image_get_bands(nint image);
    [LibraryImport(LibVips)] private static partial int vips_image_get_format(nint image);
    [LibraryImport(LibVips)] private static partial nint vips_image_write_to_memory(nint image, out nuint size);
    [LibraryImport(LibGObject)] private static partial void g_object_unref(nint target);
    [LibraryImport(LibGObject, StringMarshalling = StringMarshalling.Utf8)] private static partial void g_object_set_property(nint target, string name, Value* value);
    [LibraryImport(LibGObject, StringMarshalling = StringMarshalling.Utf8)] private static partial void g_object_get_property(nint target, string name, Value* value);
    [LibraryImport(LibGObject)] private static partial Value* g_value_init(Value* value, nuint type);
    [LibraryImport(LibGObject)] private static partial void g_value_unset(Value* value);
    [LibraryImport(LibGObject)] private static partial void g_value_set_int(Value* value, int number);
    [LibraryImport(LibGObject)] private static partial void g_value_set_boxed(Value* value, nint boxed);
    [LibraryImport(LibGObject)] private static partial nint g_value_dup_object(Value* value);
    [LibraryImport(LibGLib)] private static partial void g_free(nint memory);
    [LibraryImport(LibGLib, StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint g_log_set_handler(string domain, int levels, delegate* unmanaged<nint, int, nint, nint, void> handler, nint data);
}
