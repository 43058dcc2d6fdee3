"""Debian's python3-jupyter-kernel-test against the kernel: python3 test_kernel.py. JUPYTER_PATH leads to the kernel's entry."""
import unittest

import jupyter_kernel_test


class FSharpKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "enn-fsharp"
    language_name = "F#"
    file_extension = ".fs"
    code_hello_world = 'printfn "hello, world"'
    code_stderr = 'eprintfn "error"'
    completion_samples = [{"text": "List.sumB", "matches": {"sumBy"}}]
    complete_code_samples = ["1 + 1", "let f x = x + 1"]
    incomplete_code_samples = ["let f x =", "(1 +", 'let s = "abc']
    invalid_code_samples = ["let = 3", "1 )"]
    code_generate_error = 'failwith "boom"'
    code_execute_result = [{"code": "6 * 7", "result": "42"}, {"code": "[1; 2]", "result": "[1; 2]"}]
    code_display_data = [{"code": 'displayAs("text/html", "<b>x</b>")', "mime": "text/html"}]
    code_history_pattern = "6*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "List.map"
    code_clear_output = "clearOutput false"


if __name__ == "__main__":
    unittest.main()
