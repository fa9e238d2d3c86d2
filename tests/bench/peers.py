#!/usr/bin/env python3
"""How glitch's GIFs compare with those of Pillow, gifski, ffmpeg and gifsicle.

    python3 tests/bench/peers.py --glitch ./glitch --out RESULTS.md PICTURE...
    python3 tests/bench/peers.py --glitch ./glitch --quick PICTURE...

Everybody gets the same glitched frames: glitch makes them from the picture on its way to
the GIF, the others find them as PNG files. Each round runs every contestant once, so that
a busy machine slows down all of them, and a time is the median over the rounds. Then
every GIF is decoded by Pillow and compared with the true-colour frames. --quick is for
tuning: one round, without the slow peers, nothing but a table.

Needs Pillow and numpy; whatever else is missing becomes a row that says so.
"""
import argparse
import datetime
import glob
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

try:
    import numpy
    import PIL
    from PIL import Image
except ImportError as error:
    # Distributions give Pillow to their own Python, which need not be the first in PATH.
    if os.path.exists("/usr/bin/python3") and "PEERS_AGAIN" not in os.environ:
        os.environ["PEERS_AGAIN"] = "1"
        os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv)
    sys.exit("peers.py: %s; install Pillow and numpy" % error)

GLITCHED = "-i 5 -c -g -f 20 --seed 1 -y".split()
FRAMES = 20
DELAY = 200  # milliseconds, glitch's own default
QUALITY = "90"  # what is compared with gifski
FRAME_NAMES = "f-%03d.png"
QUICK = "glitch,pillow"
BEST = 99.0  # what an exact frame counts in a mean with others that are not, in dB
PALETTE_PER_FRAME = ("split[a][b];[a]palettegen=stats_mode=single[p];"
                     "[b][p]paletteuse=new=1")

# Run in a process of its own, so that what others left in memory does not count.
SAVE_WITH_PILLOW = """
import sys, time
from PIL import Image
frames = [Image.open(path).convert("RGBA") for path in sys.argv[3:]]
start = time.perf_counter()
frames[0].save(sys.argv[1], save_all=True, append_images=frames[1:],
               duration=int(sys.argv[2]), loop=0)
print(time.perf_counter() - start)
"""


class Unavailable(Exception):
    """A contestant that is not there, or has no such option."""


# ---- running programs -------------------------------------------------------

def run(command, folder):
    """Run a program; returns its seconds and what it printed."""
    start = time.perf_counter()
    try:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except OSError as error:
        raise Unavailable(error.strerror)
    seconds = time.perf_counter() - start
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
        raise Unavailable("exit status %d: %s" % (done.returncode, lines[-1][:80]))
    return seconds, done.stdout.decode(errors="replace")


def first_line(command):
    """What a program says about its version."""
    try:
        return run(command, None)[1].strip().splitlines()[0]
    except (Unavailable, IndexError):
        return "missing"


def find_tool(name):
    """A program from PATH, or from a variable such as $GIFSKI; None if there is none."""
    return shutil.which(os.environ.get(name.upper()) or name)


# ---- contestants ------------------------------------------------------------

class Contestant:
    """A program that makes a GIF; the seconds of its runs, and what came of them."""

    def __init__(self, key, title, timed=True):
        self.key = key
        self.title = title
        self.timed = timed
        self.runs = []
        self.problem = None
        self.size = self.psnr = self.blurred = None
        self.exact = 0  # so many of the frames

    def attempt(self, work):
        """Run once, unless it is known by now that this does not work."""
        if self.problem:
            return
        try:
            self.runs.append(self.make(work, os.path.join(work, self.key + ".gif")))
        except Unavailable as error:
            self.problem = str(error)

    def make(self, work, out):
        raise NotImplementedError

    @property
    def seconds(self):
        return statistics.median(self.runs) if self.timed and self.runs else None


class Glitch(Contestant):
    def __init__(self, command, picture, key, title, options):
        super().__init__("glitch-" + key, title)
        self.command = [command, picture] + GLITCHED + options

    def make(self, work, out):
        try:
            return run(self.command + ["-o", out], work)[0]
        except Unavailable as error:
            if str(error).startswith("exit status 2"):
                raise Unavailable("not available: this glitch has no such option")
            raise


class Pillow(Contestant):
    def make(self, work, out):
        command = [sys.executable, "-c", SAVE_WITH_PILLOW, out, str(DELAY)]
        return float(run(command + frame_paths(work), work)[1])


class Gifski(Contestant):
    def make(self, work, out):
        tool = needed("gifski")
        paths = frame_paths(work)
        width, height = Image.open(paths[0]).size
        # Without a size it halves whatever is larger than about 800 by 600.
        return run([tool, "--quiet", "-o", out, "--fps", "%g" % (1000 / DELAY), "--width",
                    str(width), "--height", str(height)] + paths, work)[0]


class Ffmpeg(Contestant):
    def make(self, work, out):
        command = [needed("ffmpeg"), "-v", "error", "-y", "-i", FRAME_NAMES,
                   "-filter_complex", PALETTE_PER_FRAME, out]
        return run(command, work)[0]


class Gifsicle(Contestant):
    """Only a size: what can be saved on a GIF that another contestant made."""

    def __init__(self, key, title, source):
        super().__init__("gifsicle-" + key, title, timed=False)
        self.source = source

    def make(self, work, out):
        made = os.path.join(work, self.source + ".gif")
        if not os.path.exists(made):
            raise Unavailable("without " + self.source)
        return run([needed("gifsicle"), "-O3", made, "-o", out], work)[0]


def needed(name):
    tool = find_tool(name)
    if not tool:
        raise Unavailable("missing")
    return tool


def knows_jobs(command, picture, work):
    """Whether this glitch is new enough to have --jobs."""
    try:
        run([command, picture, "--jobs", "1", "-y", "-o", "probe.png"], work)
    except Unavailable:
        return False
    return True


def contestants(command, picture, work, flat):
    """All that can be compared, in the order of the table; `flat` adds one."""
    jobs = knows_jobs(command, picture, work)

    def glitch(key, options, count):
        title = " ".join(["glitch"] + (options or ["default"]) + ["--jobs", str(count)])
        if not jobs and not options:
            title = "glitch default (it has no --jobs)"
        extra = ["--jobs", str(count)] if jobs else []
        return Glitch(command, picture, key, title, options + extra)

    found = [
        glitch("jobs2", [], 2),
        glitch("jobs1", [], 1),
        glitch("quality", ["--quality", QUALITY], 2),
        glitch("fs", ["--dither", "fs"], 1),
        glitch("small", ["--small"], 2),
        glitch("fast", ["--fast"], 2),
        Pillow("pillow", "Pillow, save only"),
        Gifski("gifski", "gifski"),
        Ffmpeg("ffmpeg", "ffmpeg, palette per frame"),
        Gifsicle("glitch", "gifsicle -O3 of glitch default", "glitch-jobs2"),
    ]
    if flat:
        found.append(Gifsicle("pillow", "gifsicle -O3 of Pillow's", "pillow"))
    return found


# ---- frames and their quality -----------------------------------------------

def frame_paths(work):
    return sorted(glob.glob(os.path.join(glob.escape(work), "f-*.png")))


def load_frames(work):
    frames = [numpy.asarray(Image.open(path).convert("RGB")) for path in frame_paths(work)]
    if len(frames) != FRAMES:
        raise Unavailable("glitch made %d frames" % len(frames))
    return frames


def decode(path):
    """The frames of a GIF, as a viewer shows them: one for each that went into it.

    Some encoders leave out a frame that changes nothing and show the one before it for
    longer; hence the pictures are taken at even points of time.
    """
    image = Image.open(path)
    count = getattr(image, "n_frames", 1)
    shown, delays = [], []
    for i in range(count):
        image.seek(i)
        shown.append(numpy.asarray(image.convert("RGB")))
        delays.append(image.info.get("duration", 0))
    if count == FRAMES:
        return shown
    ends, total = numpy.cumsum(delays), sum(delays)
    places = [numpy.searchsorted(ends, total * (i + 0.5) / FRAMES, side="right")
              for i in range(FRAMES)]
    return [shown[min(place, count - 1)] for place in places]


def blurred(a):
    """A picture behind the 5-tap binomial kernel, which blends dots as the eye does."""
    for axis in (0, 1):
        widths = [(2, 2) if i == axis else (0, 0) for i in range(3)]
        padded = numpy.pad(a, widths, mode="edge")
        rows = [padded.take(range(k, k + a.shape[axis]), axis) for k in range(5)]
        a = (rows[0] + rows[4] + 4 * (rows[1] + rows[3]) + 6 * rows[2]) / 16
    return a


def decibels(difference):
    error = float(numpy.mean(numpy.square(difference), dtype=numpy.float64))
    return 10 * math.log10(255 ** 2 / error) if error else math.inf


def judge(contestant, work, frames):
    """Size and quality of the GIF that a contestant made."""
    path = os.path.join(work, contestant.key + ".gif")
    if contestant.problem or not os.path.exists(path):
        return
    contestant.size = os.path.getsize(path)
    plain, soft = [], []
    for wanted, got in zip(frames, decode(path)):
        difference = wanted.astype(numpy.float32) - got
        plain.append(decibels(difference))
        # The blur is linear: that of the difference is the difference of the blurred.
        soft.append(decibels(blurred(difference)) if math.isfinite(plain[-1]) else math.inf)
    contestant.exact = sum(map(math.isinf, plain))
    contestant.psnr = mean_decibels(plain)
    contestant.blurred = mean_decibels(soft)


def mean_decibels(values):
    """The mean over all frames: infinite only if every single frame is exact."""
    if all(map(math.isinf, values)):
        return math.inf
    return statistics.mean(min(value, BEST) for value in values)


def is_flat(frames):
    """Whether each frame fits into a palette, so that a GIF can be exact."""
    for frame in frames:
        c = frame.astype(numpy.uint32)
        if len(numpy.unique(c[..., 0] << 16 | c[..., 1] << 8 | c[..., 2])) > 256:
            return False
    return True


# ---- targets ----------------------------------------------------------------

class Targets:
    """Which targets a picture's contestants met: a list of (target, figures, verdict)."""

    def __init__(self, found, flat):
        self.found = {c.key: c for c in found}
        self.flat = flat
        self.results = []

    def both(self, target, ours, theirs, what):
        """A figure of two contestants; None, after saying so, if one is missing."""
        a, b = self.found.get(ours), self.found.get(theirs)
        pair = [getattr(c, what) if c and not c.problem else None for c in (a, b)]
        if None not in pair:
            return pair
        missing = ours if pair[0] is None else theirs
        self.results.append((target, "without " + missing, "not measured"))
        return None

    def ratio(self, target, ours, theirs, what, limit):
        pair = self.both(target, ours, theirs, what)
        if pair:
            met = pair[0] <= limit * pair[1]
            show = megabytes if what == "size" else seconds
            figures = "%s / %s = %.3f" % (show(pair[0]), show(pair[1]), pair[0] / pair[1])
            self.results.append((target, figures, verdict(met)))

    def ahead(self, target, ours, theirs, what, more):
        pair = self.both(target, ours, theirs, what)
        if not pair:
            return
        figures = "%s against %s" % (quality(pair[0]), quality(pair[1]))
        if math.isinf(pair[0]):
            met = "met (exact)"
        elif math.isinf(pair[1]):
            met = "exempt"  # nobody can be so many dB better or worse than exact
        else:
            figures += ": %+.2f dB" % (pair[0] - pair[1])
            met = verdict(pair[0] - pair[1] >= more)
        self.results.append((target, figures, met))

    def exact(self, target, ours):
        c = self.found.get(ours)
        if c and c.psnr is not None:
            self.results.append((target, quality(c.psnr), verdict(math.isinf(c.psnr))))

    def check(self):
        """Go through all that was promised."""
        self.ratio("default, 2 jobs: time ≤ 0.40 of Pillow's", "glitch-jobs2", "pillow",
                   "seconds", 0.40)
        self.ratio("default, 1 job: time ≤ 0.70 of Pillow's", "glitch-jobs1", "pillow",
                   "seconds", 0.70)
        self.ratio("default: bytes ≤ Pillow's", "glitch-jobs2", "pillow", "size", 1)
        self.ahead("default: PSNR ≥ Pillow's + 1.8 dB", "glitch-jobs2", "pillow",
                      "psnr", 1.8)
        name = "--quality " + QUALITY
        self.ratio(name + ": bytes ≤ gifski's", "glitch-quality", "gifski", "size", 1)
        self.ahead(name + ": PSNR ≥ gifski's + 0.9 dB", "glitch-quality", "gifski",
                      "psnr", 0.9)
        self.ahead(name + ": blurred ≥ gifski's + 0.9 dB", "glitch-quality", "gifski",
                      "blurred", 0.9)
        self.ratio(name + ": time ≤ 1/15 of gifski's", "glitch-quality", "gifski",
                   "seconds", 1 / 15)
        self.ahead("--dither fs: blurred > ffmpeg's", "glitch-fs", "ffmpeg", "blurred",
                      1e-9)
        self.ahead("--dither fs: blurred ≥ Pillow's + 5 dB", "glitch-fs", "pillow",
                      "blurred", 5)
        self.ratio("--dither fs, 1 job: time ≤ 0.65 of Pillow's", "glitch-fs", "pillow",
                   "seconds", 0.65)
        self.ratio("--small: bytes ≤ 0.75 of the default's", "glitch-small",
                   "glitch-jobs2", "size", 0.75)
        self.ahead("--small: PSNR ≥ Pillow's − 1 dB", "glitch-small", "pillow", "psnr",
                      -1)
        if self.flat:
            self.check_flat()
        return self.results

    def check_flat(self):
        self.exact("≤ 256 colours: exact, 2 jobs", "glitch-jobs2")
        self.exact("≤ 256 colours: exact, 1 job", "glitch-jobs1")
        self.ratio("≤ 256 colours: bytes ≤ gifsicle -O3's of the same", "glitch-jobs2",
                   "gifsicle-glitch", "size", 1)
        self.ratio("≤ 256 colours: bytes ≤ gifsicle -O3's of Pillow's", "glitch-jobs2",
                   "gifsicle-pillow", "size", 1)


def verdict(met):
    return "met" if met else "**missed**"


# ---- the report -------------------------------------------------------------

def megabytes(size):
    return "%.3f MB" % (size / 1e6)


def seconds(s):
    return "%.3f s" % s


def quality(db):
    return "exact" if math.isinf(db) else "%.2f dB" % db


def some_exact(contestant):
    """Says how many frames are exact, if some are and others are not."""
    return " (%d exact)" % contestant.exact if 0 < contestant.exact < FRAMES else ""


def optional(form, value):
    return "" if value is None else form(value)


def part_of(value, whole):
    return "%.3f" % (value / whole) if value is not None and whole else ""


COLUMNS = ("", "seconds", "fastest", "bytes", "PSNR", "blurred", "time / Pillow",
           "bytes / Pillow", "time / gifski", "bytes / gifski")


def table_rows(found):
    by_key = {c.key: c for c in found}
    pillow, gifski = by_key.get("pillow"), by_key.get("gifski")
    for c in found:
        if c.problem:
            yield [c.title, c.problem] + [""] * (len(COLUMNS) - 2)
            continue
        row = [c.title, optional("{:.3f}".format, c.seconds),
               optional("{:.3f}".format, min(c.runs) if c.seconds else None),
               optional("{:,}".format, c.size), optional(quality, c.psnr) + some_exact(c),
               optional(quality, c.blurred)]
        for peer in (pillow, gifski):
            row.append(part_of(c.seconds, peer and peer.seconds))
            row.append(part_of(c.size, peer and peer.size))
        yield row


def markdown_table(columns, rows):
    lines = ["| " + " | ".join(columns) + " |",
             "|---|" + "---:|" * (len(columns) - 1)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def print_compact(picture, found, flat):
    """A table for a terminal, while tuning."""
    print("%s%s" % (os.path.basename(picture), " (flat)" if flat else ""))
    for row in table_rows(found):
        if row[2] or row[3]:
            print("  %-34s %8s %11s %9s %9s  t/P %5s  b/P %5s"
                  % (row[0], row[1], row[3], row[4].split(" dB")[0],
                     row[5].replace(" dB", ""), row[6], row[7]))
        else:
            print("  %-34s %s" % (row[0], row[1]))
    for target, figures, met in Targets(found, flat).check():
        if met != "not measured":
            print("  %-9s %s: %s" % (met.strip("*"), target, figures))
    sys.stdout.flush()


def file_value(path, key):
    """The value of the first line `key : value` or `key=value` of a file."""
    try:
        with open(path) as lines:
            for line in lines:
                name, _, value = line.replace(":", "=", 1).partition("=")
                if name.strip() == key:
                    return value.strip().strip('"')
    except OSError:
        pass
    return "unknown"


def machine(options):
    """What the figures were measured on, as lines of a list."""
    tools = [(tool, first_line([find_tool(tool) or tool, flag])) for tool, flag in
             (("gifski", "--version"), ("ffmpeg", "-version"), ("gifsicle", "--version"))]
    ffmpeg_words = tools[1][1].split()
    tools[1] = ("ffmpeg", " ".join(ffmpeg_words[:3]))
    return [
        "- measured: %s, medians of %d runs, in rounds"
        % (datetime.date.today().isoformat(), options.runs),
        "- CPU: %s, %d cores" % (file_value("/proc/cpuinfo", "model name"), os.cpu_count()),
        "- load of other programs before the first run: %.1f" % options.load,
        "- system: %s, Linux %s" % (file_value("/etc/os-release", "PRETTY_NAME"),
                                    platform.release()),
        "- glitch: %s; compiler flags: %s" % (first_line([options.glitch, "--version"]),
                                              options.flags),
        "- Pillow: %s, numpy %s, Python %s" % (PIL.__version__, numpy.__version__,
                                               platform.python_version()),
    ] + ["- %s: %s" % tool for tool in tools]


INTRODUCTION = """# glitch's GIFs and those of others

`glitch PICTURE %s -o out.gif`, the whole process, against encoders that get the very
frames of that run as PNG files: Pillow's `save()` alone with the frames in memory;
gifski, and ffmpeg with a palette per frame, as whole processes. PSNR is the mean over the
%d frames against the true-colour frames; "blurred" is the same behind a 5-tap binomial
kernel, which blends dots as the eye does. Written by `make bench`.
"""


def report(options, pictures):
    """The whole report; `pictures` are tuples of a path, its contestants and flatness."""
    lines = [INTRODUCTION % (" ".join(GLITCHED[:-1]), FRAMES)] + machine(options)
    for picture, found, flat in pictures:
        name = os.path.basename(picture)
        lines += ["", "## %s%s" % (name, ", ≤ 256 colours a frame" if flat else ""), ""]
        lines += markdown_table(COLUMNS, table_rows(found)) + [""]
        lines += markdown_table(("target", "figures", ""), Targets(found, flat).check())
    if options.extra:
        with open(options.extra, encoding="utf-8") as extra:
            lines += ["", extra.read().rstrip()]
    return "\n".join(lines) + "\n"


def write_whole(path, text):
    """Write a file that is complete as soon as it is there."""
    with open(path + ".tmp", "w", encoding="utf-8") as out:
        out.write(text)
    os.replace(path + ".tmp", path)


# ---- the command line -------------------------------------------------------

def wanted(contestant, only):
    return not only or any(contestant.key.startswith(name) for name in only)


def compare(options, picture, work):
    """Run all rounds for one picture; returns what report() wants to know."""
    picture = os.path.abspath(picture)
    run([options.glitch, picture] + GLITCHED + ["-o", FRAME_NAMES], work)
    frames = load_frames(work)
    flat = is_flat(frames)
    found = [c for c in contestants(options.glitch, picture, work, flat)
             if wanted(c, options.only)]
    for number in range(options.runs):
        progress(options, "%s: round %d of %d" % (picture, number + 1, options.runs))
        for contestant in found:
            if contestant.timed or not contestant.runs:
                contestant.attempt(work)
    for contestant in found:
        judge(contestant, work, frames)
    if options.verify:
        verify(found, work)
    return picture, found, flat


def progress(options, text):
    if not options.quick:
        print("peers.py: " + text, file=sys.stderr)


def verify(found, work):
    """Make sure that Pillow's decoder and ffmpeg's show the same pixels."""
    for c in found:
        path = os.path.join(work, c.key + ".gif")
        if c.problem or not os.path.exists(path):
            continue
        ours = decode(path)
        command = [needed("ffmpeg"), "-v", "error", "-i", path, "-vsync", "passthrough",
                   "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
        raw = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
        theirs = numpy.frombuffer(raw, numpy.uint8).reshape((-1,) + ours[0].shape)
        same = len(ours) == len(theirs) and all(map(numpy.array_equal, ours, theirs))
        print("%s: Pillow and ffmpeg decode %s" % (c.key, "the same" if same else
                                                   "DIFFERENT PIXELS"))


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", nargs="+", metavar="PICTURE")
    parser.add_argument("--glitch", default="./glitch", help="the command to measure")
    parser.add_argument("--out", help="write a report in Markdown")
    parser.add_argument("--runs", type=int, help="rounds; 5 unless --quick, then 1")
    parser.add_argument("--only", help="contestants whose names start with one of these: "
                        "glitch-jobs2, -jobs1, -quality, -fs, -small, -fast, pillow, "
                        "gifski, ffmpeg, gifsicle")
    parser.add_argument("--quick", action="store_true",
                        help="one round of %s, and a table on the terminal" % QUICK)
    parser.add_argument("--extra", metavar="FILE", help="append this text to the report")
    parser.add_argument("--flags", default="unknown", help="compiler flags, for the report")
    parser.add_argument("--verify", action="store_true",
                        help="also compare two decoders, Pillow's and ffmpeg's")
    options = parser.parse_args(arguments)
    options.glitch = os.path.abspath(options.glitch)
    options.load = os.getloadavg()[0]
    options.runs = options.runs or (1 if options.quick else 5)
    options.only = options.only or (QUICK if options.quick else "")
    options.only = [name for name in options.only.split(",") if name]
    return options


def main():
    options = parse(sys.argv[1:])
    pictures = []
    for picture in options.pictures:
        with tempfile.TemporaryDirectory(prefix="peers-") as work:
            try:
                pictures.append(compare(options, picture, work))
            except Unavailable as error:
                sys.exit("peers.py: %s: %s" % (picture, error))
        if options.quick or not options.out:
            print_compact(*pictures[-1])
    if options.out:
        write_whole(options.out, report(options, pictures))


if __name__ == "__main__":
    main()
