using System.Text.Json;
using System.Text.Json.Nodes;

namespace Enn.Notebooks.Protocol;

/// <summary>What a front end tells a kernel that it starts: where to listen, and the key of the signatures.</summary>
internal sealed record ConnectionFile(string Transport, string Ip, int ShellPort, int ControlPort, int IoPubPort, int StdinPort, int HeartbeatPort, string Key)
{
    /// <exception cref="InvalidDataException">The file is no connection file.</exception>
    internal static ConnectionFile Read(string file)
    {
        try
        {
            var read = JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? throw new InvalidDataException($"{file} is no connection file: it holds no JSON object");
            int Port(string name) => read[name] is { } port ? (int)port : throw new InvalidDataException($"{file} is no connection file: {name} is missing");
            var scheme = (string?)read["signature_scheme"] ?? "hmac-sha256";
            if (scheme != "hmac-sha256") throw new InvalidDataException($"{file}: signature scheme {scheme} is not known here, only hmac-sha256");
            return new ConnectionFile((string?)read["transport"] ?? "tcp", (string?)read["ip"] ?? "127.0.0.1",
                Port("shell_port"), Port("control_port"), Port("iopub_port"), Port("stdin_port"), Port("hb_port"), (string?)read["key"] ?? "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{file} is no connection file: {e.Message}", e);
        }
    }
}
