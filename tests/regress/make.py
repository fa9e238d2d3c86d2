#!/usr/bin/env python3
"""make.py - draws the hand-made files of tests/regress, and the list in README.md.

Each is put together byte by byte here, with nothing of anybody else's in it. Files that
a fuzzer found stand beside them; they are listed in FOUND, and left as they are.

    python3 tests/regress/make.py
"""
import os
import struct
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
rows = []

# Files that a fuzzer found, minimized: (name, what was wrong).
FOUND = [
    ('png/animated-palette-crc.png', 'a wrong checksum of an animated palette, of which nothing was told'),
]


def add(name, data, what):
    path = os.path.join(HERE, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as f:
        f.write(data.encode() if isinstance(data, str) else data)
    rows.append((name, what))


# ---- PNG: the specification's chunks ----------------------------------------------------

SIGNATURE = b'\x89PNG\r\n\x1a\n'


def chunk(name, data=b'', length=None, crc=None):
    body = name + data
    return (struct.pack('>I', len(data) if length is None else length) + body +
            struct.pack('>I', zlib.crc32(body) if crc is None else crc))


def ihdr(width, height, depth=8, color=2, interlace=0):
    return chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, depth, color, 0, 0, interlace))


END = chunk(b'IEND')


def png(*chunks):
    return SIGNATURE + b''.join(chunks)


def idat(rows_of_bytes, level=0):
    return chunk(b'IDAT', zlib.compress(b''.join(rows_of_bytes), level))


def rgb_rows(width, height, filters=b'\0\1\2\3\4'):
    return [filters[y % len(filters):][:1] + bytes((x * 7 + y * 31) & 255 for x in range(3 * width))
            for y in range(height)]


def add_pngs():
    good = png(ihdr(6, 5), idat(rgb_rows(6, 5)), END)
    add('png/filters.png', good, 'good: all five filters')
    palette = chunk(b'PLTE', bytes(range(12)))
    clear = chunk(b'tRNS', b'\0\x80')
    two_bit = [b'\0' + bytes([0x1b, 0xe4]) for _ in range(4)]
    add('png/palette-2-bit.png', png(ihdr(7, 4, 2, 3), palette, clear, idat(two_bit), END),
        'good: palette of 2 bits, with alpha')
    add('png/palette-short.png', png(ihdr(7, 4, 2, 3), chunk(b'PLTE', bytes(6)), idat(two_bit), END),
        'indices past the end of the palette')
    add('png/palette-none.png', png(ihdr(7, 4, 2, 3), idat(two_bit), END), 'no palette, and wants one')
    add('png/grey-16-key.png', png(ihdr(2, 2, 16, 0), chunk(b'tRNS', b'\x12\x34'),
                                   idat([b'\0\x12\x34\xff\xff', b'\1\0\1\2\3']), END),
        'good: grey of 16 bits, one of them transparent')
    adam7 = [b'\0' + bytes(4)] + [b'\0' + bytes(4)] * 3 + [b'\0' + bytes(8)] * 8
    add('png/adam7-short.png', png(ihdr(8, 8, 8, 6, 1), idat(adam7), END),
        'interlaced, and the last passes are missing')
    add('png/adam7-1x1.png', png(ihdr(1, 1, 8, 6, 1), idat([b'\0abcd']), END),
        'good: interlaced, six passes of seven are empty')
    add('png/huge-65535.png', png(ihdr(65535, 65535), idat(rgb_rows(1, 1)), END),
        'claims 65535x65535 pixels')
    add('png/huge-31-bit.png', png(ihdr(0x7fffffff, 0x7fffffff), idat(rgb_rows(1, 1)), END),
        'claims 2^31-1 pixels each way')
    add('png/huge-32-bit.png', png(ihdr(0xffffffff, 1), idat(rgb_rows(1, 1)), END),
        'claims a width of 32 bits')
    add('png/empty-0x5.png', png(ihdr(0, 5), idat([b'\0'] * 5), END), 'a width of 0')
    add('png/crc-header.png', png(ihdr(6, 5)[:-1] + b'\0', idat(rgb_rows(6, 5)), END),
        'a wrong checksum in IHDR')
    add('png/crc-data.png', png(ihdr(6, 5), idat(rgb_rows(6, 5))[:-1] + b'\0', END),
        'a wrong checksum in IDAT')
    add('png/crc-transparency.png', png(ihdr(7, 4, 2, 3), palette, chunk(b'tRNS', b'\0\x80', crc=1), idat(two_bit),
                                        END), 'a wrong checksum in tRNS, which is left out')
    add('png/text-2gib.png', png(ihdr(6, 5), chunk(b'tEXt', b'a\0b', 0x7fffffff),
                                 idat(rgb_rows(6, 5)), END), 'a text that claims 2 GiB')
    add('png/text-4gib.png', png(ihdr(6, 5), chunk(b'zTXt', b'a\0\0b', 0xffffffff),
                                 idat(rgb_rows(6, 5)), END), 'a text that claims 4 GiB')
    bomb = zlib.compress(bytes(100000), 9)
    add('png/profile-bomb.png', png(ihdr(6, 5), chunk(b'iCCP', b'a\0\0' + bomb),
                                    idat(rgb_rows(6, 5)), END), 'a profile that inflates to much')
    add('png/data-bomb.png', png(ihdr(6, 5), chunk(b'IDAT', bomb), END),
        'pixels that inflate to much more than there are')
    add('png/data-short.png', png(ihdr(6, 5), idat(rgb_rows(6, 2)), END), 'too few rows')
    add('png/data-none.png', png(ihdr(6, 5), END), 'no pixels')
    add('png/data-split.png', png(ihdr(6, 5), *[chunk(b'IDAT', bytes([b])) for b in
                                                zlib.compress(b''.join(rgb_rows(6, 5)), 9)], END),
        'good: an IDAT for each byte')
    add('png/data-filter-9.png', png(ihdr(6, 5), idat(rgb_rows(6, 5, b'\x09')), END),
        'a filter that there is not')
    add('png/order.png', png(idat(rgb_rows(6, 5)), ihdr(6, 5), END), 'IDAT before IHDR')
    add('png/twice.png', png(ihdr(6, 5), ihdr(60, 50), idat(rgb_rows(6, 5)), END), 'IHDR twice')
    add('png/exif-bad.png', png(ihdr(6, 5), chunk(b'eXIf', b'MM\0*\xff\xff\xff\xff'),
                                idat(rgb_rows(6, 5)), END), 'EXIF whose directory is far away')
    control = chunk(b'acTL', struct.pack('>II', 0xffffffff, 0))
    frame = chunk(b'fcTL', struct.pack('>IIIIIHHBB', 0, 6, 5, 0xfffffff0, 0, 1, 0, 1, 1))
    add('png/apng-outside.png', png(ihdr(6, 5), control, frame, idat(rgb_rows(6, 5)),
                                    chunk(b'fdAT', b'\0\0\0\1abc'), END),
        'an APNG of 2^32-1 frames, the first outside of the picture')
    for n in (8, 20, 33, 50, len(good) - 12, len(good) - 1):
        add('png/cut-%03d.png' % n, good[:n], 'the first %d bytes of filters.png' % n)


# ---- JPEG: DC and AC tables of two codes each -------------------------------------------

def segment(marker, data=b'', length=None):
    return bytes([0xff, marker]) + struct.pack('>H', len(data) + 2 if length is None else length) + data


QUANT = segment(0xdb, b'\0' + bytes([3] * 64))
# DC: 0 for no change, 10 for a change of 5 bits. AC: 0 for the end of the block, 10 for
# one bit, 110 for 16 zeros.
TABLES = (segment(0xc4, b'\x00' + bytes([1, 1] + [0] * 14) + bytes([0, 5])) +
          segment(0xc4, b'\x10' + bytes([1, 1, 1] + [0] * 13) + bytes([0x00, 0x01, 0xf0])))
JFIF = segment(0xe0, b'JFIF\0\1\1\0\0\1\0\1\0\0')


def sof(kind, width, height, sampling):
    parts = b''.join(bytes([i + 1, s, 0]) for i, s in enumerate(sampling))
    return segment(kind, struct.pack('>BHHB', 8, height, width, len(sampling)) + parts)


def sos(ids, first=0, last=63, bits=0):
    return segment(0xda, bytes([len(ids)]) + b''.join(bytes([i, 0]) for i in ids) + bytes([first, last, bits]))


def bits(text):
    text = text.replace(' ', '')
    text += '1' * (-len(text) % 8)
    packed = bytes(int(text[i:i + 8], 2) for i in range(0, len(text), 8))
    return packed.replace(b'\xff', b'\xff\0')


EOI = b'\xff\xd9'
BLOCK = '10 10110 10 1 10 0 0 '     # a change, two coefficients, the end
FLAT = '0 0 '


def jpeg(*parts):
    return b'\xff\xd8' + b''.join(parts)


def add_jpegs():
    def grey(data=bits(BLOCK + FLAT), width=16, height=8, kind=0xc0):
        return [QUANT, sof(kind, width, height, [0x11]), TABLES, sos([1]), data]
    good = jpeg(JFIF, *grey(), EOI)
    add('jpeg/grey.jpg', good, 'good: grey, two blocks')
    color = [QUANT, sof(0xc0, 17, 9, [0x22, 0x11, 0x11]), TABLES, sos([1, 2, 3]),
             bits((BLOCK + FLAT * 5) * 2)]
    add('jpeg/color-420.jpg', jpeg(JFIF, *color, EOI), 'good: colours at half the resolution')
    add('jpeg/cmyk.jpg', jpeg(segment(0xee, b'Adobe\0\x64\0\0\0\0\2'), QUANT,
                              sof(0xc0, 8, 8, [0x11] * 4), TABLES, sos([1, 2, 3, 4]),
                              bits(BLOCK * 2 + FLAT * 2), EOI), 'good: YCCK')
    progressive = [QUANT, sof(0xc2, 16, 8, [0x11]), TABLES, sos([1], 0, 0, 1), bits('10 10110 0'),
                   sos([1], 1, 63, 0), bits('10 1 0 0')]
    add('jpeg/progressive.jpg', jpeg(JFIF, *progressive, EOI), 'good: progressive, two scans')
    add('jpeg/progressive-cut.jpg', jpeg(JFIF, *progressive[:5], EOI),
        'progressive, its first scan alone')
    add('jpeg/many-scans.jpg', jpeg(QUANT, sof(0xc2, 16, 8, [0x11]), TABLES,
                                    *[sos([1], 0, 0, 0) + b'\0'] * 130, EOI),
        'the same scan 130 times')
    add('jpeg/restart.jpg', jpeg(segment(0xdd, b'\0\1'), *grey(bits(BLOCK) + b'\xff\xd0' + bits(FLAT)), EOI),
        'good: restart markers')
    add('jpeg/restart-wrong.jpg', jpeg(segment(0xdd, b'\0\1'),
                                       *grey(bits(BLOCK) + b'\xff\xd5' + bits(FLAT)), EOI),
        'a restart marker out of turn')
    exif = b'Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0'
    add('jpeg/exif-6.jpg', jpeg(segment(0xe1, exif), *grey(), EOI), 'good: EXIF, to be turned')
    add('jpeg/exif-far.jpg', jpeg(segment(0xe1, exif[:10] + b'\xff\xff\xff\xf0' + exif[14:]), *grey(), EOI),
        'EXIF whose directory is far away')
    add('jpeg/exif-many.jpg', jpeg(segment(0xe1, exif[:14] + b'\xff\xff' + exif[16:]), *grey(), EOI),
        'EXIF that claims 65535 entries')
    add('jpeg/huge-65500.jpg', jpeg(*grey(width=65500, height=65500), EOI), 'claims 65500x65500 pixels')
    add('jpeg/huge-65535.jpg', jpeg(*grey(width=65535, height=65535), EOI), 'claims 65535x65535 pixels')
    add('jpeg/empty-height.jpg', jpeg(*grey(height=0), EOI), 'a height of 0, and no DNL')
    add('jpeg/quant-none.jpg', jpeg(*grey()[1:], EOI), 'no quantization table')
    add('jpeg/tables-none.jpg', jpeg(QUANT, sof(0xc0, 16, 8, [0x11]), sos([1]), b'\x12\x34', EOI),
        'no Huffman tables')
    add('jpeg/tables-full.jpg', jpeg(QUANT, sof(0xc0, 16, 8, [0x11]),
                                     segment(0xc4, b'\0' + bytes([255] * 16) + bytes(200)),
                                     sos([1]), b'\x12', EOI), 'a Huffman table of more codes than fit')
    add('jpeg/length-short.jpg', jpeg(segment(0xdb, b'\0', 1), *grey(), EOI), 'a segment of length 1')
    add('jpeg/length-long.jpg', jpeg(segment(0xe5, b'abc', 65535), *grey(), EOI),
        'a segment that swallows the rest')
    add('jpeg/two-frames.jpg', jpeg(*grey()[:2], sof(0xc0, 99, 99, [0x11]), *grey()[2:], EOI),
        'two frame headers')
    add('jpeg/sampling-0.jpg', jpeg(QUANT, sof(0xc0, 16, 8, [0x00]), TABLES, sos([1]), b'\0', EOI),
        'sampling factors of 0')
    add('jpeg/sampling-4.jpg', jpeg(QUANT, sof(0xc0, 40, 40, [0x44, 0x11, 0x11]), TABLES, sos([1, 2, 3]),
                                    bits(FLAT * 30), EOI), 'more blocks at a time than are allowed')
    add('jpeg/sampling-odd.jpg', jpeg(QUANT, sof(0xc0, 40, 40, [0x31, 0x12, 0x21]), TABLES,
                                      sos([1, 2, 3]), bits(BLOCK * 30), EOI),
        'sampling factors that do not divide each other')
    add('jpeg/arithmetic.jpg', jpeg(*grey(kind=0xc9), EOI), 'arithmetic coding')
    add('jpeg/lossless.jpg', jpeg(*grey(kind=0xc3), EOI), 'lossless')
    add('jpeg/tables-only.jpg', jpeg(QUANT, TABLES, EOI), 'tables, and no picture')
    add('jpeg/markers.jpg', jpeg(b'\xff' * 40, b'\xff\x01\xff\xd0', b'junk', *grey(), EOI), 'stray markers')
    for n in (3, 4, 30, len(good) - 20, len(good) - 4, len(good) - 2):
        add('jpeg/cut-%03d.jpg' % n, good[:n], 'the first %d bytes of grey.jpg' % n)


# ---- GIF: a clear code before the codes grow --------------------------------------------

def blocks(data):
    out = b''
    for i in range(0, len(data), 255):
        out += bytes([len(data[i:i + 255])]) + data[i:i + 255]
    return out + b'\0'


def codes(numbers, width):
    value = 0
    for i, n in enumerate(numbers):
        value |= n << (i * width)
    return value.to_bytes((len(numbers) * width + 7) // 8, 'little')


def lzw(pixels, size):
    clear, numbers = 1 << size, []
    for i, p in enumerate(pixels):
        if i % (clear - 2 if clear > 2 else 1) == 0:
            numbers.append(clear)
        numbers.append(p)
    return bytes([size]) + blocks(codes(numbers + [clear + 1], size + 1))


def screen(width, height, packed=0x91, table=b'\0\0\0\xff\0\0\0\xff\0\0\0\xff'):
    return b'GIF89a' + struct.pack('<HHBBB', width, height, packed, 0, 0) + table


def control(disposal=0, delay=5, transparent=None):
    flags = disposal << 2 | (transparent is not None)
    return b'\x21\xf9\x04' + struct.pack('<BHBB', flags, delay, transparent or 0, 0)


def image(x, y, width, height, data=None, packed=0, table=b''):
    if data is None:
        data = lzw([(i * 3 >> 1) & 3 for i in range(width * height)], 2)
    return b'\x2c' + struct.pack('<HHHHB', x, y, width, height, packed) + table + data


LOOP = b'\x21\xff\x0bNETSCAPE2.0\x03\x01'


def add_gifs():
    good = screen(6, 4) + image(0, 0, 6, 4) + b';'
    movie = (screen(6, 4) + LOOP + b'\3\0\0' + control(1) + image(0, 0, 6, 4) +
             control(3, 9, 1) + image(1, 1, 4, 2) + control(2, 0, 2) + image(2, 0, 3, 4) +
             control(0, 7, 0) + image(0, 0, 6, 4, packed=0x40) + b';')
    add('gif/still.gif', good, 'good: one frame')
    add('gif/movie.gif', movie, 'good: every disposal, transparency, interlace')
    add('gif/local-colors.gif', screen(5, 3, 0x11, b'') +
        image(0, 0, 5, 3, packed=0x80, table=b'abcdef', data=lzw([i & 1 for i in range(15)], 2)) + b';',
        'good: no global colours')
    add('gif/no-colors.gif', screen(5, 3, 0x11, b'') + image(0, 0, 5, 3) + b';', 'no colours at all')
    add('gif/few-colors.gif', screen(6, 4, 0x90, b'abcdef') + image(0, 0, 6, 4) + b';',
        'indices past the end of the palette')
    add('gif/empty-screen.gif', screen(0, 0) + image(0, 0, 6, 4) + b';', 'a screen of 0x0')
    add('gif/empty-frame.gif', screen(6, 4) + image(0, 0, 0, 0, data=b'\2\0') + image(0, 0, 6, 4) + b';',
        'a frame of 0x0')
    add('gif/empty-width.gif', screen(6, 4) + image(0, 0, 0, 4, data=b'\2\1\x2c\0') + b';', 'a frame of 0x4')
    add('gif/outside.gif', screen(6, 4) + image(5, 3, 6, 4) + image(60, 40, 6, 4) + b';',
        'frames over the edge of the screen, and far from it')
    add('gif/outside-saved.gif', screen(6, 4) + control(3) + image(5, 3, 6, 4) + control(3) +
        image(65535, 65535, 6, 4) + control(2) + image(0, 0, 6, 4) + b';',
        'the same, put back and cleared')
    add('gif/huge-screen.gif', screen(65535, 65535) + image(0, 0, 6, 4) + b';', 'a screen of 65535x65535')
    add('gif/huge-frame.gif', screen(6, 4) + image(0, 0, 65535, 65535, data=lzw([1] * 24, 2)) + b';',
        'a frame of 65535x65535 on a small screen')
    add('gif/wide-frame.gif', screen(6, 4) + image(0, 0, 30000, 1, data=lzw([1] * 24, 2)) + b';',
        'a frame of 30000x1 with codes for 24 pixels')
    for size in (0, 1, 9, 12, 255):
        add('gif/code-size-%03d.gif' % size, screen(6, 4) +
            image(0, 0, 6, 4, data=bytes([size]) + blocks(b'\x84\x8f\xa9\xcb\xed')) + b';',
            'a minimum code size of %d' % size)
    add('gif/code-first.gif', screen(6, 4) + image(0, 0, 6, 4, data=b'\2' + blocks(codes([4, 7, 1, 5], 3))) + b';',
        'the first code is none of a pixel')
    add('gif/code-ahead.gif', screen(6, 4) + image(0, 0, 6, 4, data=b'\2' + blocks(codes([4, 1, 7, 7, 7], 3))) + b';',
        'a code that the table does not have yet')
    add('gif/code-no-clear.gif', screen(6, 4) + image(0, 0, 6, 4, data=b'\2' + blocks(codes([1, 2, 3, 0, 5], 3))) + b';',
        'no clear code at the beginning')
    add('gif/code-clears.gif', screen(6, 4) + image(0, 0, 6, 4, data=b'\2' + blocks(codes([4] * 300 + [5], 3))) + b';',
        'clear codes, and nothing else')
    grow = [256] + [i & 255 for i in range(250)] * 2
    add('gif/code-noise.gif', screen(64, 80) + image(0, 0, 64, 80, data=b'\1' + blocks(b'\x55' * 1200)) + b';',
        'garbage for the codes of a large frame')
    add('gif/code-garbage.gif', screen(99, 99) + image(0, 0, 99, 99, data=b'\x08' + blocks(codes(grow, 9))) + b';',
        'the end of the codes in the middle of a frame')
    add('gif/code-more.gif', screen(2, 1) + image(0, 0, 2, 1, data=lzw([1] * 60, 2)) + b';', 'codes after the last pixel')
    add('gif/blocks-none.gif', screen(6, 4) + image(0, 0, 6, 4, data=b'\2\0') + b';', 'a frame without codes')
    add('gif/extension-empty.gif', screen(6, 4) + b'\x21\xf9\0' + b'\x21\xff\0' + image(0, 0, 6, 4) + b';',
        'extensions without data')
    add('gif/extension-long.gif', screen(6, 4) + b'\x21\xf9\x08' + bytes(8) + b'\0' + image(0, 0, 6, 4) + b';',
        'a graphic control of 8 bytes')
    add('gif/extension-kind.gif', screen(6, 4) + b'\x21\x01\x0c' + bytes(12) + b'\4text\0' + b'\x21\x77\1a\0' +
        image(0, 0, 6, 4) + b';', 'a text, and an extension that there is not')
    add('gif/loop-short.gif', screen(6, 4) + b'\x21\xff\x0bNETSCAPE2.0\x01\x01\0' + image(0, 0, 6, 4) * 2 + b';',
        'a loop count of one byte')
    add('gif/block-unknown.gif', screen(6, 4) + image(0, 0, 6, 4) + b'\x55' + image(0, 0, 6, 4) + b';',
        'a block that there is not')
    add('gif/no-trailer.gif', good[:-1], 'no trailer')
    add('gif/no-frames.gif', screen(6, 4) + b';', 'no frames')
    add('gif/after-the-end.gif', good + b'\x2c\x21' * 9, 'blocks after the trailer')
    for n in (6, 12, 20, 30, 40, len(good) - 3):
        add('gif/cut-%03d.gif' % n, good[:n], 'the first %d bytes of still.gif' % n)
    for n in (60, 90, 120):
        add('gif/cut-movie-%03d.gif' % n, movie[:n], 'the first %d bytes of movie.gif' % n)
    return good, movie


# ---- text ------------------------------------------------------------------------------

def add_chains():
    add('chain/all', 'scanline-offset channel-shift color-split scanlines classic', 'every filter')
    add('chain/parameters', 'scanline-offset:level=3,bands=4,height=12%,edge=clamp '
        'channel-shift:channel=green,dx=-3,dy=2 color-split:distance=1.5px,angle=-77.5,edge=wrap '
        'scanlines:every=3,first=1,factor=0.5', 'most parameters')
    add('chain/auto', 'scanline-offset:level=auto,bands=auto,height=auto channel-shift:dx=auto,dy=auto',
        'the word auto')
    add('chain/classic', 'classic:seed=-12.5,color=yes,scan-lines=on,step=2,change=0.3,cycle=1,over=no',
        'the filter classic, whose state lasts from frame to frame')
    add('chain/classic-seed', 'classic:seed=1e999 classic:seed=99999999999999999999999', 'seeds past any number')
    add('chain/classic-word', 'classic:seed=x', 'a seed that is only found wanting with a picture')
    add('chain/formula', 'expr:red=min(g,b expr:red=noise(x,y)',
        'a formula that was only found wanting with a picture')
    add('chain/far', 'channel-shift:dx=1000000,dy=-1000000,edge=wrap color-split:distance=-1000000%',
        'the ends of the ranges')
    add('chain/bands', 'scanline-offset:bands=10000,height=1000000%', 'more bands than rows')
    add('chain/numbers', 'scanlines:factor=1e-400 scanlines:factor=.5 scanlines:factor=5. scanlines:factor=+1e1 '
        'scanlines:factor=nan scanlines:factor=0x1 scanlines:factor=' + '0' * 120, 'numbers of all kinds')
    add('chain/wrong', 'scanlines:every=0 scanlines:every=1.5 scanlines:evry=2 scanlnes nothing '
        'channel-shift:channel=pink scanlines:every', 'what is refused, with a proposal or a list')
    add('chain/punctuation', ': , = :: := scanlines: scanlines:, scanlines:= scanlines:every=,every=', 'punctuation')
    add('chain/bytes', b'scanlines:\x1b[31m=\x7f \xff\xfe scanlines:every=\n\t', 'bytes that a terminal obeys')
    add('chain/long', 'a' * 900 + ' scanlines:' + 'b' * 500 + '=' + 'c' * 500, 'words longer than a message')
    add('chain/many', 'scanlines ' * 60, 'more filters than anybody wants')
    add('chain/schedule', b'scanline-offset:edge=blank classic:color=1\0\xff\x40\2\3', 'with a schedule')
    add('chain/empty', '', 'nothing')


# ---- WebP: RFC 9649 ---------------------------------------------------------------------

def riff(*chunks, size=None):
    body = b'WEBP' + b''.join(chunks)
    return b'RIFF' + struct.pack('<I', len(body) if size is None else size) + body


def part(name, data=b'', length=None):
    size = struct.pack('<I', len(data) if length is None else length)
    return name + size + data + b'\0' * (len(data) % 2)


def vp8l(width, height, alpha, pixels):
    """Lossless, without transforms: two greens, a bit a pixel; red, blue and alpha of one value."""
    bits = [(0x2f, 8), (width - 1, 14), (height - 1, 14), (1, 1), (0, 3), (0, 1), (0, 1), (0, 1)]
    bits += [(1, 1), (1, 1), (1, 1), (40, 8), (200, 8)]
    for value in (99, 7, alpha):
        bits += [(1, 1), (0, 1), (1, 1), (value, 8)]
    bits += [(1, 1), (0, 1), (0, 1), (0, 1)] + [(p & 1, 1) for p in pixels]
    number = at = 0
    for value, count in bits:
        number |= value << at
        at += count
    return part(b'VP8L', number.to_bytes((at + 7) // 8, 'little'))


def vp8x(flags, width, height):
    return part(b'VP8X', struct.pack('<I', flags) + (width - 1).to_bytes(3, 'little') + (height - 1).to_bytes(3, 'little'))


def anmf(x, y, width, height, delay, flags, pixels):
    fields = b''.join(n.to_bytes(3, 'little') for n in (x // 2, y // 2, width - 1, height - 1, delay))
    return part(b'ANMF', fields + bytes([flags]) + pixels)


# 9x8 pixels, lossy and with alpha, as libwebp codes a ramp of numbers.
LOSSY = bytes.fromhex(
    '414c50481900000001998ce87f402d00040c4b0b277fa2ae04222660023066bd0100'
    '5650382056000000f001009d012a0900080005407c25b0027400db54319c1c6000fa8bef98a99890'
    '7d9a4a6f2ff257095d8e2b3f7759548e7e1a18e6910e8272230fb479bba1867e98a5f94e040070ba'
    '2f6cb327f44971c54924d4880000')


def add_webps():
    bits = [i * i >> 1 for i in range(99)]
    whole = vp8l(8, 6, 255, bits[:48])
    small = vp8l(3, 2, 130, bits[:6])
    anim = part(b'ANIM', b'\xff\x40\xff\x80\x03\0')
    first = anmf(0, 0, 8, 6, 100, 0, whole)
    exif = part(b'EXIF', b'II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0')
    moves = vp8x(0x12, 8, 6) + anim
    add('webp/lossless.webp', riff(whole), 'good: lossless')
    add('webp/lossy.webp', riff(vp8x(0x10, 9, 8), LOSSY), 'good: lossy, with alpha')
    add('webp/turned.webp', riff(vp8x(0x18, 8, 6), whole, exif), 'good: lies on its side')
    add('webp/frames.webp', riff(moves, first, anmf(4, 2, 3, 2, 0, 1, small), anmf(2, 4, 3, 2, 7, 2, small), first),
        'good: frames of all kinds, one without a delay')
    add('webp/one.webp', riff(moves, first), 'good: an animation of one frame')
    add('webp/mixed.webp', riff(vp8x(0x12, 9, 8), anim, anmf(0, 0, 9, 8, 20, 0, LOSSY), anmf(2, 2, 3, 2, 7, 0, small)),
        'good: lossy and lossless frames')
    add('webp/strange.webp', riff(moves, part(b'zzzz', b'abc'), first, part(b'ANMX', b'')), 'good: chunks that nobody knows')
    add('webp/outside.webp', riff(moves, first, anmf(6, 4, 3, 2, 0, 0, small)), 'a frame that leaves the picture')
    add('webp/other-size.webp', riff(moves, first, anmf(0, 0, 4, 2, 0, 0, small)), 'a frame of another size')
    add('webp/no-pixels.webp', riff(moves, first, anmf(0, 0, 3, 2, 0, 0, b'')), 'a frame without pixels')
    add('webp/no-frames.webp', riff(moves), 'an animation without frames')
    add('webp/long.webp', riff(moves, first, part(b'ANMF', b'', 0xfffffff0)), 'a chunk that is longer than the file')
    add('webp/huge.webp', riff(vp8x(2, 1 << 24, 1 << 24), anim, first), 'claims 2^48 pixels')
    add('webp/cut.webp', riff(moves, first, first)[:-9], 'cut off')
    add('webp/few-pixels.webp', riff(vp8l(100, 99, 255, bits)), 'pixels are missing')
    add('webp/riff.webp', riff(size=0xffffffff), 'no chunk at all')
    add('webp/nested.webp', riff(moves, anmf(0, 0, 8, 6, 0, 0, riff(whole))), 'a file as a frame')


def y4m(fields, *frames):
    return ('YUV4MPEG2 ' + fields + '\n').encode() + b''.join(b'FRAME\n' + f for f in frames)


def add_y4ms():
    ramp = bytes(range(256))
    add('y4m/420.y4m', y4m('W3 H3 F25:1 C420jpeg', ramp[:17], ramp[50:67]), 'good: two frames')
    add('y4m/444-alpha.y4m', y4m('W4 H2 F30000:1001 C444alpha XCOLORRANGE=FULL', ramp[:32]), 'good: alpha')
    add('y4m/411.y4m', y4m('W5 H2 F0:0 Ib A128:117 C411 XGLITCH_MATRIX=BT709', ramp[:18]), 'good: no rate')
    add('y4m/grey.y4m', y4m('W16 H16 Cmono', ramp, ramp[::-1]), 'good: grey')
    add('y4m/parameters.y4m', y4m('W1 H1 Cmono') + b'FRAME Ip XA=B\nx', 'good: a frame with fields')
    add('y4m/cut.y4m', y4m('W3 H3 C422', ramp[:21], ramp[:20]), 'the second frame is cut off')
    add('y4m/huge.y4m', y4m('W999999999 H999999999'), 'claims 10^18 pixels')
    add('y4m/deep.y4m', y4m('W2 H2 C444p16', ramp), 'samples of 16 bits')
    add('y4m/no-size.y4m', y4m('F25:1'), 'no size')
    add('y4m/endless.y4m', b'YUV4MPEG2 ' + b'W2 ' * 600, 'an endless line')
    add('y4m/no-frame.y4m', y4m('W2 H2 Cmono') + b'PICTURE\n1234', 'no frame where one should be')


def add_options():
    def words(*w):
        return '\n'.join(w)
    add('options/usual', words('in.png', '-o', 'out.gif', '-gcs', '-i5', '-f', '30', '--seed=7', '--loop', '0'),
        'a usual command')
    add('options/all-long', words('in.png', '--output=o.gif', '--intensity=0.1', '--color', '--scan-lines',
        '--filter=scanlines', '--seed=-5', '--gif', '--frames=9', '--delay=20', '--loop=3', '--bounce', '--hold',
        '--step=2', '--change=-0.5', '--cycle', '--png-level=9', '--quality=50', '--fast', '--dither=fs:0.5',
        '--colors=16', '--matte=#ff8800', '--jobs=2', '--force', '--verbose'), 'most options')
    add('options/classic', words('in.png', '--classic', '--seed', '0.25', '--fps', '12.5'), 'a decimal seed')
    add('options/contradictions', words('in.png', '--delay=20', '--fps=20', '-q', '-v', '--small', '--quality=3'),
        'options that exclude each other')
    add('options/no-value', words('in.png', '--seed'), 'a value is missing at the end')
    add('options/value-not-wanted', words('in.png', '--gif=yes'), 'a value too many')
    add('options/unknown', words('in.png', '--qualty=3'), 'a mistyped option')
    add('options/unknown-long', words('--' + 'x' * 300, 'in.png'), 'a long word that is no option')
    add('options/numbers', words('in.png', '--intensity=1e999'), 'a number past any')
    add('options/number-word', words('in.png', '--intensity', 'nan'), 'no number')
    add('options/number-range', words('in.png', '--frames=1e30'), 'a whole number out of its range')
    add('options/seed-range', words('in.png', '--seed', '18446744073709551616'), 'a seed of 65 bits')
    add('options/seed-long', words('in.png', '--seed', '1' * 200), 'a seed of 200 digits')
    add('options/dashes', words('--', '-o', '-'), 'what follows -- is no option')
    add('options/dash', words('-', '-o', '-'), 'a dash is standard input')
    add('options/empty-words', words('', '-o', '', ''), 'empty words')
    add('options/cluster', words('-gcsyqvh', 'in.png'), 'many letters in one word')
    add('options/filters', words('in.png', *['-Fscanlines'] * 120), 'many filters')
    add('options/filters-257', words('in.png', *['-F', 'a'] * 150, *['-Fa'] * 90), 'many more filters')
    add('options/bytes', b'\x1b[2J\n--\xff\xfe=\x01\n-\x80', 'bytes that a terminal obeys')
    for name, pattern in (('usual', 'frame-%03d.png'), ('percent', '100%%-%d.png'), ('twice', '%d%d.png'),
                          ('none', '100%%.png'), ('wide', '%0999999999d.png'), ('string', '%s%n.png'),
                          ('end', 'a%'), ('minus', '%-3d.png')):
        add('options/pattern-' + name, words('in.png', '-o', pattern), 'the output ' + pattern)
    add('options/help', words('--help-filter', 'scanlines', '--list-filters', '--version', '-h'), 'questions')


# ---- round trips: raw frames, or a picture, and the options at the end ------------------

def trip(filters=(0, 0, 0), seed=1, threads=1, level=0, quality=0, colors=0, dither=0, fast=0,
         matte=None):
    r, g, b = matte or (0, 0, 0)
    return bytes([*filters, seed, threads, level, quality, colors, dither, fast | (2 if matte else 0),
                  r, g, b, 0, 0, 0])


def raw(width, height, count, kind, loops=1, scratch=0):
    return bytes([width - 1, height - 1, count - 1, kind, loops, scratch])


def add_trips(still, movie):
    ramp = bytes(range(256))
    noise = bytes((i * i * 31 + i * 7) >> 3 & 255 for i in range(700))
    add('round_trip/few', raw(13, 11, 4, 0) + noise + trip(), 'four frames of 16 colours')
    add('round_trip/holes', raw(13, 11, 4, 1) + noise + trip(threads=3), 'the same, transparent here and there')
    add('round_trip/256', raw(32, 24, 3, 2) + ramp + trip(), '256 colours, opaque')
    add('round_trip/alpha', raw(20, 9, 3, 4) + noise + trip(), 'every alpha')
    add('round_trip/matte', raw(20, 9, 2, 4) + noise + trip(matte=(255, 136, 0)), 'every alpha, blended')
    add('round_trip/smooth', raw(64, 48, 3, 3) + noise + trip(), 'more colours than a GIF has')
    add('round_trip/dither', raw(64, 48, 2, 3) + noise + trip(dither=2, quality=100), 'dithered')
    add('round_trip/small', raw(64, 48, 4, 3) + noise + trip(quality=1, fast=1), 'the lowest quality')
    add('round_trip/two-colors', raw(30, 20, 3, 2) + ramp + trip(colors=64 + 191), 'very few colours are wanted')
    add('round_trip/same', raw(16, 16, 4, 0) + ramp + trip(), 'frames that are the same')
    add('round_trip/1x1', raw(1, 1, 4, 4) + noise[:40] + trip(), 'one pixel')
    add('round_trip/glitched', raw(31, 22, 4, 1, scratch=1) + noise +
        trip(filters=(132, 138, 130), seed=9, threads=2), 'three filters')
    add('round_trip/still.gif', still + trip(filters=(200, 0, 0)), 'still.gif, glitched')
    add('round_trip/movie.gif', movie + trip(filters=(0, 207, 0), threads=2), 'movie.gif, glitched')
    add('round_trip/picture.png', png(ihdr(6, 5), idat(rgb_rows(6, 5)), END) + trip(filters=(141, 0, 0)),
        'filters.png, glitched')
    add('round_trip/empty', b'', 'nothing')


HEAD = """# Files that are replayed by `make check`

`tests/check_regress.c` gives each file to the fuzz target that its folder is named after.
They are drawn by `make.py`, which also writes this list; those under "found" are crashers
that a fuzzer found, made small. How to fuzz, and how to add a crasher: `tests/README.md`.
"""


def write_readme():
    with open(os.path.join(HERE, 'README.md'), 'w') as f:
        f.write(HEAD + '\n## Made by hand\n\n')
        for name, what in rows:
            f.write('- `%s`: %s\n' % (name, what))
        f.write('\n## Found\n\n')
        for name, what in FOUND:
            f.write('- `%s`: %s\n' % (name, what))
        if not FOUND:
            f.write('None so far.\n')


add_pngs()
add_jpegs()
add_trips(*add_gifs())
add_chains()
add_y4ms()
add_webps()
add_options()
write_readme()
