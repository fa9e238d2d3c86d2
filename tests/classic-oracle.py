#!/usr/bin/env python3
"""The classic glitch, drawn by CPython itself: prints rows for tests/classic.tsv.

CPython's own random and decimal modules are the oracle for seeds, draws and levels; the
pictures are made by a formula, so that the table needs no files. Run by hand:

    python3 tests/classic-oracle.py >>tests/classic.tsv
"""
import decimal
import hashlib
import random

decimal.getcontext().prec = 4

SIZES = {"ramp": (256, 128), "odd": (101, 37)}

CASES = [  # picture, level, seed, color, scan, frames, step, change, cycle
    ("ramp", 6.3, 0, 1, 0, 1, 1, 0, 0),
    ("ramp", 6.3, -17, 1, 0, 1, 1, 0, 0),
    ("ramp", 9.9, -3, 1, 1, 1, 1, 0, 0),
    ("ramp", 4, 2**63, 1, 0, 1, 1, 0, 0),
    ("ramp", 4, -(2**63), 1, 0, 1, 1, 0, 0),
    ("ramp", 9.7, 2**32 - 5, 1, 0, 1, 1, 0, 0),
    ("ramp", 5, 0.6394267984578837, 1, 0, 1, 1, 0, 0),
    ("ramp", 5, -0.5, 1, 0, 1, 1, 0, 0),
    ("ramp", 7.5, -1.0, 1, 0, 1, 1, 0, 0),
    ("ramp", 5, 1e-05, 1, 0, 1, 1, 0, 0),
    ("ramp", 5, 1.5e300, 1, 0, 1, 1, 0, 0),
    ("odd", 10, -7.25, 1, 1, 5, 2, -3.3, 1),
    ("odd", 9.95, 12, 1, 0, 6, 1, 0.0505, 1),
    ("odd", 0.3, 5, 1, 0, 4, 1, -0.15, 1),
    ("odd", 3.33333333333, 8, 1, 0, 5, 1, 1.11111111111, 0),
]


def picture(name):
    w, h = SIZES[name]
    return [
        [[x * 255 // (w - 1), y * 255 // (h - 1), (7 * x + 13 * y) & 255, 255] for x in range(w)]
        for y in range(h)
    ]


def rolled(row, by):
    by %= len(row)
    return row[len(row) - by :] + row[: len(row) - by]


def next_level(level, change, cycle):
    d = decimal.Decimal
    level = float(d(level) + d(change))
    if level < 0.1:
        level = float(d(10) + d(level)) if cycle else 0.1
    if level > 10:
        level = float(d(level) % d(10)) if cycle else 10.0
    return level


def draw(source, out, level, seed, color, scan):
    h, w = len(source), len(source[0])
    farthest, count = int((level * level / 100) * w), int(2 * level)
    for k in range(count):
        random.seed(seed + k)
        offset = random.randint(-farthest, farthest)
        if offset == 0:
            continue
        y = random.randint(0, h)
        for i in range(y, y + min(random.randint(1, h // 4), h - y)):
            out[i] = [list(p) for p in rolled(source[i], offset)]
    random.seed(seed)
    if color:
        channel = random.randint(0, 3)
        dx, dy = random.randint(-count, count), random.randint(-count, count)
        for y in range(h):
            row = rolled(source[y], dx if y == 0 else 0)
            for x in range(w):
                out[(y + dy) % h][x][channel] = row[x][channel]
    if scan:
        for row in out[::2]:
            for p in row:
                p[:3] = [0, 0, 0]


def digest(px):
    return hashlib.sha256(bytes(v for row in px for p in row for v in p)).hexdigest()


for number, (name, level, seed, color, scan, frames, step, change, cycle) in enumerate(CASES):
    source = picture(name)
    out = [[list(p) for p in row] for row in source]
    now = level
    for frame in range(frames):
        shown = source
        if frame % step == 0:
            draw(source, out, now, seed, color, scan)
            now = next_level(now, change, cycle)
            shown = out
        w, h = SIZES[name]
        print(
            f"own-{number:03d}", f"{name}.png", level, seed, color, scan, frames, step,
            change, cycle, frame, w, h, digest(shown), sep="\t",
        )
