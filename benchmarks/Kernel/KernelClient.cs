using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Enn.Notebooks.Protocol;
using Enn.Notebooks.Transport.Zmtp;

namespace Enn.Benchmarks.Kernel;

/// <summary>A kernel process over TCP, and its front end: asks who is there, sends cells, waits for the idle state and the reply.</summary>
internal sealed class KernelClient : IDisposable
{
    private const string Session = "bench";
    private readonly Signature _signature = new("bench");
    private readonly Process _process;
    private readonly ZmtpPeer _shell, _iopub;

    internal KernelClient(KernelEntry entry)
    {
        var ports = FreePorts();
        var file = entry.At("connection.json");
        File.WriteAllText(file, new JsonObject
        {
            ["transport"] = "tcp", ["ip"] = "127.0.0.1", ["signature_scheme"] = "hmac-sha256", ["key"] = "bench",
            ["shell_port"] = ports[0], ["iopub_port"] = ports[1], ["stdin_port"] = ports[2], ["control_port"] = ports[3], ["hb_port"] = ports[4],
        }.ToJsonString());
        _process = entry.Start(file);
        _shell = Connect(ports[0], "DEALER");
        _iopub = Connect(ports[1], "SUB");
        _iopub.Send([[1]]);
        // An answer on one socket does not tell that the other is subscribed; the first broadcast does.
        var subscribed = Task.Run(_iopub.Receive);
        do Reply(Send("kernel_info_request", []));
        while (!subscribed.Wait(10));
    }

    /// <summary>CPU time, user and system, of the kernel's process so far.</summary>
    internal double CpuSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Runs a cell until the kernel is idle; the text of its result, or nothing.</summary>
    internal string? Run(string code)
    {
        var id = Send("execute_request", new JsonObject { ["code"] = code, ["silent"] = false, ["store_history"] = true, ["allow_stdin"] = false, ["stop_on_error"] = true });
        string? result = null;
        while (true)
        {
            var message = Read(_iopub);
            if (message.Parent.Text("msg_id") != id) continue;
            if (message.Type == "error") throw new BenchmarkException($"the cell failed: {code}\n{message.Content.Text("evalue")}");
            if (message.Type == "execute_result") result = (string?)message.Content["data"]!["text/plain"];
            if (message.Type == "status" && message.Content.Text("execution_state") == "idle") break;
        }
        Reply(id);
        return result;
    }

    /// <summary>The names that the kernel offers at the end of the text.</summary>
    internal int Complete(string code) => ((JsonArray)Reply(Send("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length }))["matches"]!).Count;

    private string Send(string type, JsonObject content)
    {
        var message = Message.Create(type, content, null, Session);
        _shell.Send(message.ToFrames(_signature));
        return message.Header.Text("msg_id");
    }

    private JsonObject Reply(string id)
    {
        while (true)
        {
            var message = Read(_shell);
            if (message.Parent.Text("msg_id") == id) return message.Content;
        }
    }

    private Message Read(ZmtpPeer peer) => Message.FromFrames(peer.Receive(), _signature) ?? throw new BenchmarkException("the kernel sent what is no message");

    private ZmtpPeer Connect(int port, string type)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                var peer = new ZmtpPeer(socket);
                peer.ShakeHands(type);
                return peer;
            }
            catch (SocketException)
            {
                // It does not listen yet.
                socket.Dispose();
                if (_process.HasExited) throw new BenchmarkException($"the kernel ended with status {_process.ExitCode}");
                Thread.Sleep(5);
            }
        }
    }

    private static int[] FreePorts()
    {
        var listeners = Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }

    public void Dispose()
    {
        _shell.Dispose();
        _iopub.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
