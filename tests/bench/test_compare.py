# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""compare.py names what fell by more than a quarter, and nothing else."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

COMPARE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "compare.py")


class Compare(unittest.TestCase):
    def run_on(self, before, after):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for name, content in (("before.json", before), ("after.json", after)):
                paths.append(os.path.join(folder, name))
                with open(paths[-1], "w", encoding="utf-8") as file:
                    file.write(content if isinstance(content, str) else json.dumps({"ratios": content}))
            return subprocess.run([sys.executable, COMPARE, *paths], capture_output=True, text=True)

    def test_a_ratio_a_quarter_smaller_is_no_news(self):
        ran = self.run_on({"rows": 100.0, "sums": 4.0}, {"rows": 75.0, "sums": 9.0})
        self.assertEqual((ran.returncode, ran.stdout), (0, "2 compared, 0 fell or missing\n"))

    def test_what_fell_by_more_is_named_with_both_numbers(self):
        ran = self.run_on({"rows": 100.0, "sums": 4.0}, {"rows": 74.0, "sums": 4.0})
        self.assertEqual(ran.returncode, 1)
        self.assertIn("fell     rows: 100 to 74, 26 % less\n", ran.stdout)
        self.assertNotIn("sums:", ran.stdout)

    def test_what_is_no_longer_measured_is_named(self):
        ran = self.run_on({"rows": 100.0}, {"sums": 4.0})
        self.assertEqual(ran.returncode, 1)
        self.assertIn("missing  rows: was 100\n", ran.stdout)
        self.assertIn("new      sums: 4\n", ran.stdout)

    def test_other_files_are_refused(self):
        for content in ("", "[]", '{"ratios": {"rows": "fast"}}'):
            ran = self.run_on(content, {})
            self.assertEqual(ran.returncode, 2)
            self.assertIn("not a file of run_all.py", ran.stderr)


if __name__ == "__main__":
    unittest.main()
