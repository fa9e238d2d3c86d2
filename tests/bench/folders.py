#!/usr/bin/env python3
"""How fast glitch does folders, and what memory it takes.

    python3 tests/bench/folders.py --glitch ./glitch --photos ./make-photos
                                   --picture soft.png --out FOLDERS.md

200 photographs of 1 to 2 megapixels, PNG to PNG and JPEG to JPEG, with one and two jobs
in turns, so that a busy machine slows down both; then 20 and 2,000 files.
"""
import argparse
import datetime
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

COUNT, ROUNDS = 200, 3
MANY, FEW = 2000, 20
CHAIN = "-i 5 -c --seed 1 -q".split()

# In a process of its own, whose children's largest is then that of the one command.
PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def measure(glitch, folder, work):
    """The times of both, in rounds."""
    times = {1: [], 2: []}
    for _ in range(ROUNDS):
        for jobs in times:
            out = os.path.join(work, "out")
            shutil.rmtree(out, ignore_errors=True)
            times[jobs].append(
                seconds([glitch, folder, "-o", out, "-j", str(jobs)] + CHAIN))
    return times


def peak(glitch, photos, count, work):
    """Of the largest process, in KiB; the files are links to a few."""
    folder, out = os.path.join(work, "many"), os.path.join(work, "out")
    for path in folder, out:
        shutil.rmtree(path, ignore_errors=True)
    os.mkdir(folder)
    names = sorted(os.listdir(photos))[:FEW]
    for i in range(count):
        os.link(os.path.join(photos, names[i % len(names)]),
                os.path.join(folder, "%d-%s" % (i, names[i % len(names)])))
    command = [glitch, folder, "-o", out, "-j", "2"] + CHAIN
    return int(subprocess.run([sys.executable, "-c", PEAK] + command, check=True,
                              stdout=subprocess.PIPE).stdout)


def report(args, work, print_line):
    for kind in "png", "jpg":
        folder = os.path.join(work, kind)
        os.mkdir(folder)
        subprocess.run([args.photos, args.picture, folder, str(COUNT), kind], check=True)
        times = measure(args.glitch, folder, work)
        one, two = (statistics.median(times[jobs]) for jobs in (1, 2))
        ratios = [a / b for a, b in zip(times[1], times[2])]
        print_line("| %d photographs, %s | %.1f | %.1f | %.2f | %.2f |"
                   % (COUNT, kind, COUNT / one, COUNT / two, statistics.median(ratios),
                      max(ratios)))
    print_line("")
    few, many = (peak(args.glitch, os.path.join(work, "jpg"), n, work)
                 for n in (FEW, MANY))
    print_line("Largest process of %d files: %.1f MiB; of %s: %.1f MiB."
               % (FEW, few / 1024, format(MANY, ","), many / 1024))


def main():
    parser = argparse.ArgumentParser()
    for name in "glitch", "photos", "picture", "out":
        parser.add_argument("--" + name, required=True)
    args = parser.parse_args()
    lines = ["# Folders", "", "Written by `make bench-folders`, which see.", "",
             "- measured: %s, medians of %d rounds" % (datetime.date.today(), ROUNDS),
             "- processors: %d, load before: %.1f" % (os.cpu_count(), os.getloadavg()[0]),
             "- system: %s" % platform.platform(), "",
             "|  | files/s, -j 1 | files/s, -j 2 | ratio | best ratio |",
             "|---|---:|---:|---:|---:|"]

    def print_line(line):
        print(line, flush=True)
        lines.append(line)

    work = tempfile.mkdtemp(prefix="glitch-bench-")
    try:
        report(args, work, print_line)
    finally:
        shutil.rmtree(work)
    with open(args.out, "w") as f:
        f.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
