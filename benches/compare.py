#!/usr/bin/env python3
"""Measures the whole job beside other programs on generated captures, and prints tables.

usage: benches/compare.py [--unharm PATH] [--size GB] [--runs N] [--large] [--write]

Every figure is of a process of its own: processor time is user and system, memory is the peak that
was resident, both as the kernel counts them. Programs take turns, so that all see the same machine;
medians count. Programs that are too slow for the whole capture get one of 20 MB, once. Those that
are not installed are left out: `jq`, `rg`, `target/compare/node_modules/har-sanitizer` (npm),
`target/compare/venv/bin/har-capture` (PyPI, with `[cli]`).
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "target" / "compare"
DOCUMENT = ROOT / "PERFORMANCE.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
GB = 1e9
SMALL, TINY = 0.1, 0.02
GROWTH_RUNS = 3


class Run:
    """What one process took."""

    def __init__(self, command, stdout=None):
        started = time.perf_counter()
        out = open(stdout, "wb") if stdout else subprocess.DEVNULL
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.wall = time.perf_counter() - started
        if child.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))} ends with {child.returncode}")
        self.cpu = used.ru_utime + used.ru_stime
        self.mib = used.ru_maxrss / 1024


class Row:
    """The runs of one program on one capture."""

    def __init__(self, name, command, capture, stdout=None):
        self.name, self.command, self.stdout = name, command, stdout
        self.gigabytes = capture.stat().st_size / GB
        self.runs = []

    def run(self):
        self.runs.append(Run(self.command, self.stdout))

    def median(self, what):
        return statistics.median(getattr(run, what) for run in self.runs)

    def per_gb(self, what):
        return self.median(what) / self.gigabytes


def main():
    args = arguments()
    WORK.mkdir(parents=True, exist_ok=True)
    unharm = str(Path(args.unharm).resolve())
    parts = [machine()]
    print(parts[0], flush=True)
    for measure in [programs, shapes, growth]:
        parts.append(measure(unharm, args))
        print(f"\n{parts[-1]}", flush=True)
    text = "\n\n".join(parts)
    if args.write:
        document = DOCUMENT.read_text()
        before, rest = document.split(BEGIN)
        DOCUMENT.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--unharm", default=ROOT / "target/release/unharm")
    parser.add_argument("--size", type=float, default=1.0, metavar="GB")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--large", action="store_true", help="also 10 GB")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {DOCUMENT.name}")
    return parser.parse_args()


def machine():
    with open("/proc/cpuinfo") as info:
        model = next(line.split(":")[1].strip() for line in info if line.startswith("model name"))
    with open("/proc/meminfo") as info:
        gib = int(next(info).split()[1]) / 2**20
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True).stdout.split()[1]
    load = os.getloadavg()[0]
    return (
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} virtual processors ({model}), {gib:.0f} GiB, "
        f"{platform.system()} {platform.release()}, Rust {rustc}; others had it busy at a load of {load:.1f}."
    )


def generate(unharm, gigabytes, shape="mixed", secrets=None):
    path = WORK / f"{shape}-{gigabytes:g}.har"
    secrets = int(20_000 * gigabytes) if secrets is None else secrets
    size = str(int(gigabytes * GB))
    command = [unharm, "generate", "--size", size, "--shape", shape, "--secrets", str(secrets), "--force", "-o", path]
    subprocess.run(command, check=True)
    warm(path)
    return path


def warm(capture):
    """Into the page cache, by another process: what this one holds would count as a child's memory."""
    subprocess.run(["cat", capture], stdout=subprocess.DEVNULL, check=True)


def job(unharm, capture, threads):
    out = WORK / "out"
    command = [unharm, capture, "--quiet", "--force", f"-j{threads}", "-o", out]
    return Row(f"`unharm -j{threads}`", command, capture)


def turns(rows, runs):
    for _ in range(runs):
        for row in rows:
            row.run()


def programs(unharm, args):
    capture = generate(unharm, args.size)
    copy = WORK / "copy.har"
    cp = Row("`cp`", ["cp", capture, copy], capture)
    rows = [cp, Row("`cp`, `sync`", ["sh", "-c", 'cp "$0" "$1" && sync "$1"', capture, copy], capture)]
    if shutil.which("rg"):
        rows.append(Row("`rg -c` of a word", ["rg", "-c", "--mmap", "startedDateTime", capture], capture))
    rows += [job(unharm, capture, 2), job(unharm, capture, 1)]
    turns(rows, args.runs)
    capture.unlink()
    copy.unlink()
    small = generate(unharm, TINY)
    slow = slow_programs(small)
    turns(slow, 1)
    small.unlink()
    text = (
        f"A mixed capture of {args.size:g} GB with {int(20_000 * args.size):,} secrets, medians of {args.runs}; "
        "for the last programs one of 20 MB, once:\n\n"
        "| program | processor s/GB | of `cp`'s | wall s/GB | of `cp`'s | peak MiB |\n|---|--:|--:|--:|--:|--:|\n"
    )
    for row in rows + slow:
        cpu, wall = row.per_gb("cpu"), row.per_gb("wall")
        text += (
            f"| {row.name} | {cpu:.2f} | {cpu / cp.per_gb('cpu'):.1f} | {wall:.2f} | "
            f"{wall / cp.per_gb('wall'):.1f} | {row.median('mib'):,.0f} |\n"
        )
    return text.rstrip()


def slow_programs(capture):
    out = WORK / "other.har"
    sanitizer = WORK / "node_modules/har-sanitizer/bin/sanitize"
    har_capture = WORK / "venv/bin/har-capture"
    rows = []
    if shutil.which("jq"):
        rows.append(Row("`jq -c .`", ["jq", "-c", ".", capture], capture, out))
    if sanitizer.exists():
        rows.append(Row("`har-sanitizer` (npm)", ["node", sanitizer, capture], capture, out))
    if har_capture.exists():
        command = [har_capture, "sanitize", capture, "--patterns", "base", "--max-size", "0", "-o", out]
        rows.append(Row("`har-capture` (PyPI)", command, capture))
    return rows


def shapes(unharm, args):
    size = min(args.size, 0.3)
    text = (
        f"Each shape, {size * 1000:.0f} MB, two threads, medians of {args.runs}:\n\n"
        "| shape | processor s/GB | wall s/GB | rate, of mixed | peak MiB |\n|---|--:|--:|--:|--:|\n"
    )
    captures = {shape: generate(unharm, size, shape) for shape in ["mixed", "small", "huge", "dense"]}
    rows = {shape: job(unharm, capture, 2) for shape, capture in captures.items()}
    turns(rows.values(), args.runs)
    mixed = rows["mixed"].per_gb("cpu")
    for shape, row in rows.items():
        captures[shape].unlink()
        text += (
            f"| {shape} | {row.per_gb('cpu'):.2f} | {row.per_gb('wall'):.2f} | "
            f"{mixed / row.per_gb('cpu'):.0%} | {row.median('mib'):.0f} |\n"
        )
    return text.rstrip()


def growth(unharm, args):
    cases = {"100 MB": (SMALL, "mixed", 2_000), "1 GB": (1.0, "mixed", 2_000)}
    if args.large:
        cases["10 GB"] = (10.0, "mixed", 2_000)
    cases["300 MB, dense, with 80,000 secrets"] = (0.3, "dense", 100_000)
    captures = {name: generate(unharm, *case) for name, case in cases.items()}
    rows = {name: job(unharm, capture, 2) for name, capture in captures.items()}
    for _ in range(GROWTH_RUNS):
        for name, row in rows.items():
            # What is large has pushed others out of the page cache.
            warm(captures[name])
            row.run()
            shutil.rmtree(WORK / "out")
    text = (
        f"The same 2,000 secrets in more and more bytes, and many more of them, two threads, medians of {GROWTH_RUNS}:\n\n"
        "| capture | processor ns/byte | peak MiB |\n|---|--:|--:|\n"
    )
    for name, row in rows.items():
        captures[name].unlink()
        text += f"| {name} | {row.per_gb('cpu'):.2f} | {row.median('mib'):.0f} |\n"
    return text.rstrip()


if __name__ == "__main__":
    main()
