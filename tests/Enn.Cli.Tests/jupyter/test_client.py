"""Jupyter's own client drives the kernel: python3 test_client.py. JUPYTER_PATH leads to the kernel's entry."""
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import nbformat
from jupyter_client.manager import KernelManager
from nbconvert.preprocessors import ExecutePreprocessor

KERNEL = "enn-fsharp"
PATIENCE = 120


class Client(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.manager = KernelManager(kernel_name=KERNEL)
        cls.manager.start_kernel()
        cls.client = cls.manager.client()
        cls.client.start_channels()
        cls.client.wait_for_ready(timeout=PATIENCE)

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel()

    def run_cell(self, code, on_stream=None, allow_stdin=False):
        """The reply, and the iopub messages of the cell."""
        request = self.client.execute(code, allow_stdin=allow_stdin, stop_on_error=False)
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "stream" and on_stream:
                on_stream()
                on_stream = None
            messages.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == request:
                return reply["content"], messages

    def value(self, code):
        reply, messages = self.run_cell(code)
        self.assertEqual("ok", reply["status"], reply)
        results = [m["content"]["data"]["text/plain"] for m in messages if m["msg_type"] == "execute_result"]
        return results[0] if results else None

    def test_output_of_native_code_appears(self):
        reply, messages = self.run_cell('[<System.Runtime.InteropServices.DllImport("libc")>]\nextern int puts(string text)\nputs "from C" |> ignore')
        self.assertEqual("ok", reply["status"], reply)
        self.assertIn("from C\n", "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream"))

    def test_forty_interrupts_in_a_row_end_within_a_second_each_and_keep_the_state(self):
        self.value("let kept = 42")
        kinds = [
            'printfn "s"\nwhile true do ()',
            'printfn "s"\nSystem.Threading.Thread.Sleep 1000000',
            "#!csharp\nConsole.WriteLine(); while (true) { }",
            'while true do printfn "x"',
            'printfn "s"\nlet t = TorchSharp.torch.ones(4L)\nwhile true do t.add(t) |> ignore',
            'printfn "s"\nSystem.Threading.Tasks.Task.Delay(1000000).Wait()',
            "#!csharp\nConsole.WriteLine(); await Task.Delay(1000000);",
            'printfn "s"\nAsync.RunSynchronously (Async.Sleep 1000000)',
            'printfn "s"\nSeq.initInfinite id |> Seq.sumBy (fun x -> x % 3)',
            "#!csharp\nConsole.WriteLine(); var d = new Dictionary<int, string>(); for (var i = 0; ; i++) d[i & 1023] = (i & 7).ToString();",
        ]
        for i in range(40):
            reply, _ = self.run_cell(kinds[i % len(kinds)], on_stream=self.manager.interrupt_kernel)
            self.assertEqual(("error", "Interrupted"), (reply["status"], reply.get("ename")), kinds[i % len(kinds)])
        self.assertEqual("42", self.value("kept"))

    def test_the_signal_of_control_c_interrupts_and_the_state_stays(self):
        self.value("let held = 7")
        reply, _ = self.run_cell('printfn "s"\nwhile true do ()', on_stream=lambda: self.manager.signal_kernel(signal.SIGINT))
        self.assertEqual(("error", "Interrupted"), (reply["status"], reply.get("ename")))
        self.assertEqual("7", self.value("held"))

    def test_the_heartbeat_goes_on_while_a_cell_runs(self):
        self.value("System.Threading.Thread.Sleep 3000")
        self.assertTrue(self.client.hb_channel.is_beating())

    def test_a_cell_asks_for_input(self):
        request = self.client.execute('input "name? "', allow_stdin=True)
        asked = self.client.get_stdin_msg(timeout=PATIENCE)
        self.assertEqual("name? ", asked["content"]["prompt"])
        self.client.input("Ada")
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == request and message["msg_type"] == "execute_result":
                break
        self.assertEqual('"Ada"', message["content"]["data"]["text/plain"])
        self.client.get_shell_msg(timeout=PATIENCE)

    def restart(self):
        self.manager.restart_kernel(now=False)
        self.client.wait_for_ready(timeout=PATIENCE)

    def resident(self):
        collect = "System.GC.Collect(2, System.GCCollectionMode.Aggressive, true, true)"
        return int(self.value(f"{collect}\nSystem.GC.WaitForPendingFinalizers()\n{collect}\nSystem.Environment.WorkingSet").rstrip("L"))

    def soak(self, cells):
        """Cells each with a function, a value, a line of output and a result."""
        for i in cells:
            self.assertEqual(str(i + 1), self.value(f'let soak{i} x = x + 1\nlet soaked{i} = Array.create 100 {i}\nprintfn "%d" {i}\nsoak{i} soaked{i}.[0]'))

    def test_y_a_thousand_cells_leave_less_than_50_megabytes_behind(self):
        self.restart()
        self.soak(range(50))
        before = self.resident()
        self.soak(range(50, 1050))
        self.assertLess(self.resident() - before, 50 << 20)

    def test_signals_neither_end_the_kernel_nor_its_native_output(self):
        self.value("let untouched = 3")
        for _ in range(20):
            self.manager.signal_kernel(signal.SIGINT)
            self.manager.signal_kernel(signal.SIGCHLD)
            time.sleep(0.01)
        self.value('for _ in 1 .. 5 do System.Diagnostics.Process.Start("true").WaitForExit()')
        self.assertEqual("3", self.value("untouched"))
        reply, messages = self.run_cell('[<System.Runtime.InteropServices.DllImport("libc")>]\nextern int puts(string text)\nputs "still here" |> ignore')
        self.assertIn("still here\n", "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream"))

    def test_zz_a_rebuilt_library_is_new_after_a_restart(self):
        with tempfile.TemporaryDirectory(prefix="a library ") as folder:
            path = os.path.join(folder, "Rebuilt.dll")
            build = """#!csharp
#r "Microsoft.CodeAnalysis.dll"
#r "Microsoft.CodeAnalysis.CSharp.dll"
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
CSharpCompilation.Create("Rebuilt", [CSharpSyntaxTree.ParseText("public static class Rebuilt { public static int Value() => %d; }")],
    [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(@"%s").Success"""
            use = f'#r @"{path}"\nRebuilt.Value()'
            self.assertEqual("true", self.value(build % (1, path)).lower())
            self.assertEqual("1", self.value(use))
            self.assertEqual("true", self.value(build % (2, path)).lower())
            self.assertEqual("1", self.value(use))
            self.restart()
            self.assertEqual("2", self.value(use))

    def test_zz_a_restart_forgets(self):
        self.value("let forgotten = 1")
        self.restart()
        self.assertEqual("error", self.run_cell("forgotten")[0]["status"])
        self.assertEqual("2", self.value("1 + 1"))


class Notebooks(unittest.TestCase):
    def execute(self, transport):
        """A notebook as nbconvert leaves it, over TCP or Unix sockets."""
        cells = ["let x = 20", 'printfn "out"\nx + 1', "#!csharp\nx * 2", "open Enn.Interop\nChart.line [ 1; 2 ] [ 3; 4 ]", "TorchSharp.torch.arange(3)"]
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(cells)])
        manager = KernelManager(kernel_name=KERNEL, transport=transport)
        ExecutePreprocessor(timeout=PATIENCE, startup_timeout=PATIENCE, record_timing=False).preprocess(notebook, {}, km=manager)
        manager.shutdown_kernel()
        return notebook

    def test_both_transports_give_the_same_notebook(self):
        tcp, ipc = self.execute("tcp"), self.execute("ipc")
        self.assertEqual(["21", "40"], [tcp.cells[i].outputs[-1]["data"]["text/plain"] for i in (1, 2)])
        self.assertIn("application/vnd.plotly.v1+json", tcp.cells[3].outputs[0]["data"])
        self.assertEqual(nbformat.writes(tcp), nbformat.writes(ipc))

    def test_exit_in_a_cell_ends_the_kernel(self):
        manager = KernelManager(kernel_name=KERNEL)
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=PATIENCE)
        client.execute("exit 3")
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and manager.is_alive():
            time.sleep(0.1)
        self.assertFalse(manager.is_alive())
        client.stop_channels()
        manager.cleanup_resources()

    def test_a_shutdown_is_answered_and_broadcast_before_the_kernel_ends(self):
        manager = KernelManager(kernel_name=KERNEL)
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=PATIENCE)
        request = client.shutdown()
        reply = client.get_control_msg(timeout=PATIENCE)
        self.assertEqual(("shutdown_reply", request, "ok", False), (reply["msg_type"], reply["parent_header"]["msg_id"], reply["content"]["status"], reply["content"]["restart"]))
        told = []
        while not told or told[-1] != ("status", "idle"):
            message = client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == request:
                told.append((message["msg_type"], message["content"].get("execution_state")))
        self.assertEqual([("status", "busy"), ("shutdown_reply", None), ("status", "idle")], told)
        # What comes late harms nobody.
        client.execute("1 + 1")
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and manager.is_alive():
            time.sleep(0.1)
        self.assertFalse(manager.is_alive())
        client.stop_channels()
        manager.cleanup_resources()

    def test_the_kernel_ends_with_its_parent(self):
        script = f"from jupyter_client.manager import KernelManager\nimport os\nm = KernelManager(kernel_name={KERNEL!r})\nm.start_kernel()\nc = m.client()\nc.start_channels()\nc.wait_for_ready(timeout={PATIENCE})\nprint(m.provisioner.pid, flush=True)\nos._exit(0)"
        with tempfile.TemporaryDirectory(prefix="a folder ") as folder:
            pid = int(subprocess.run([sys.executable, "-c", script], cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and alive(pid):
            time.sleep(0.1)
        self.assertFalse(alive(pid))


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    unittest.main()
