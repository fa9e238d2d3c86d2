#!/usr/bin/env python3
"""The library from Python, with ctypes alone: the frame's memory is shared, not copied.

    python3 pixeltuple.py IN OUT.png [FILTER...]

$LIBGLITCH names the library where it is not installed. Uses numpy if there.
"""
import ctypes
import ctypes.util
import os
import sys


class PixelTuple(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint8) for name in ("red", "green", "blue", "alpha")]


class Frame(ctypes.Structure):  # glitch_frame
    _fields_ = [
        ("px", ctypes.POINTER(PixelTuple)),
        ("stride", ctypes.c_size_t),
        ("width", ctypes.c_uint32),
        ("height", ctypes.c_uint32),
        ("index", ctypes.c_uint32),
        ("delay_ms", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
    ]


class Frames(ctypes.Structure):  # glitch_frames: a value, passed as such
    _fields_ = [("self", ctypes.c_void_p), ("tc", ctypes.c_void_p)]


class Info(ctypes.Structure):  # glitch_info
    _fields_ = [
        ("width", ctypes.c_uint32),
        ("height", ctypes.c_uint32),
        ("frames", ctypes.c_uint32),
        ("loops", ctypes.c_int32),
        ("animated", ctypes.c_int32),
        ("format", ctypes.c_char_p),
    ]


SCRATCH = 1  # GLITCH_FRAME_SCRATCH: the borrower may write over the pixels
Pointer, Text, Ref = ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER
SIGNATURES = {  # without these, ctypes would cut pointers down to an int
    "glitch_ctx_new": (Pointer, [Pointer]),
    "glitch_ctx_free": (None, [Pointer]),
    "glitch_ctx_message": (Text, [Pointer]),
    "glitch_open": (ctypes.c_int, [Pointer, Text, Ref(Frames)]),
    "glitch_frames_info": (ctypes.c_int, [Frames, Ref(Info)]),
    "glitch_frames_next": (ctypes.c_int, [Frames, Ref(Ref(Frame))]),
    "glitch_frames_close": (None, [Ref(Frames)]),
    "glitch_pipeline_new": (Pointer, [Pointer, ctypes.c_uint64]),
    "glitch_pipeline_add": (ctypes.c_int, [Pointer, Text]),
    "glitch_pipeline_apply": (ctypes.c_int, [Pointer, Frames, Ref(Frames)]),
    "glitch_pipeline_free": (None, [Pointer]),
    "glitch_sink_open": (ctypes.c_int, [Pointer, Text, Ref(Info), Pointer,
                         Ref(Pointer)]),
    "glitch_sink_write": (ctypes.c_int, [Pointer, Ref(Frame)]),
    "glitch_sink_finish": (ctypes.c_int, [Ref(Pointer)]),
    "glitch_sink_abandon": (None, [Ref(Pointer)]),
}


def load():
    name = os.environ.get("LIBGLITCH") or ctypes.util.find_library("glitch")
    if not name:
        sys.exit("pixeltuple.py: libglitch is not installed; name it with $LIBGLITCH")
    lib = ctypes.CDLL(name)
    for function, (result, arguments) in SIGNATURES.items():
        getattr(lib, function).restype = result
        getattr(lib, function).argtypes = arguments
    return lib


def mark(frame):
    """Swap red and blue in the left half, in the library's own memory."""
    # The last row may end with the width: a stride beyond it is nobody's memory.
    count = frame.stride * (frame.height - 1) + frame.width
    pixels = (PixelTuple * count).from_address(ctypes.addressof(frame.px.contents))
    try:
        import numpy
    except ImportError:
        for y in range(frame.height):
            for x in range(frame.width // 2):
                p = pixels[y * frame.stride + x]  # a view of the pixel, not a copy
                p.red, p.blue = p.blue, p.red
        return
    shape, steps = (frame.height, frame.width, 4), (frame.stride * 4, 4, 1)
    view = numpy.frombuffer(pixels, numpy.uint8)
    view = numpy.lib.stride_tricks.as_strided(view, shape, steps)
    view[:, : frame.width // 2, :3] = view[:, : frame.width // 2, 2::-1].copy()


def main(source, target, *filters):
    lib = load()
    ctx = lib.glitch_ctx_new(None)
    chain = lib.glitch_pipeline_new(ctx, 42)
    frames, sink, info = Frames(), Pointer(), Info()
    frame = Ref(Frame)()

    def check(status):  # GLITCH_END is 1 and no failure
        if status < 0:
            raise RuntimeError(lib.glitch_ctx_message(ctx).decode())

    try:
        for text in filters or ("scanline-offset:level=5", "scanlines"):
            check(lib.glitch_pipeline_add(chain, text.encode()))
        check(lib.glitch_open(ctx, os.fsencode(source), frames))
        check(lib.glitch_pipeline_apply(chain, frames, frames))
        check(lib.glitch_frames_info(frames, info))
        check(lib.glitch_sink_open(ctx, os.fsencode(target), info, None, sink))
        check(lib.glitch_frames_next(frames, frame))
        if frame.contents.flags & SCRATCH:  # else it is only lent to be read
            mark(frame.contents)
        check(lib.glitch_sink_write(sink, frame))
        check(lib.glitch_sink_finish(sink))
    except RuntimeError as error:
        return f"pixeltuple.py: {error}"  # sys.exit() prints it, and the status is 1
    finally:
        lib.glitch_sink_abandon(sink)
        lib.glitch_frames_close(frames)
        lib.glitch_pipeline_free(chain)
        lib.glitch_ctx_free(ctx)
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: pixeltuple.py IN OUT.png [FILTER...]")
    sys.exit(main(*sys.argv[1:]))
