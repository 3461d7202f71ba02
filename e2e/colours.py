"""Colour profiles, made here, and how far two colours are from each other. Standard library only."""

import math
import struct

# Primaries adapted to D50, as in the profiles of the standards themselves (columns of XYZ).
SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
DISPLAY_P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
ADOBE_RGB = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
WHITE = (0.9642, 1.0, 0.8249)


def profile(primaries, gamma=2.2):
    """An ICC profile of three primaries and one gamma (ICC.1:2001-04, 6.3.1.1)."""
    def fixed(values):
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    def xyz(values):
        return b"XYZ \0\0\0\0" + fixed(values)

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    text = b"synthetic\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + b"\0" * (4 + 4 + 2 + 1 + 67 + 3)
    tags = {b"desc": description, b"wtpt": xyz(WHITE), b"cprt": b"text\0\0\0\0none\0\0\0\0",
            b"rXYZ": xyz(primaries[0]), b"gXYZ": xyz(primaries[1]), b"bXYZ": xyz(primaries[2]),
            b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    table, data, place = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        value += b"\0" * (-len(value) % 4)
        table += name + struct.pack(">II", place + len(data), len(value))
        data += value
    size = place + len(data)
    head = struct.pack(">I4sI4s4s4s", size, b"none", 0x02400000, b"mntr", b"RGB ", b"XYZ ") + b"\0" * 12 + b"acsp"
    head += b"\0" * 28 + fixed(WHITE)
    return head.ljust(128, b"\0") + table + data


def to_srgb(primaries, colour, gamma=2.2):
    """A colour of a profile as the nearest of sRGB, by the numbers of the standard: what a conversion must come to."""
    light = [(value / 255) ** gamma for value in colour]
    xyz = [sum(primaries[k][row] * light[k] for k in range(3)) for row in range(3)]
    linear = _solve(SRGB, xyz)
    return tuple(round(255 * _encode(min(1, max(0, value)))) for value in linear)


def distance(one, other):
    """ΔE of 1976 between two colours of sRGB."""
    return math.dist(_lab(one), _lab(other))


def _encode(value):
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _decode(value):
    value /= 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _lab(colour):
    light = [_decode(value) for value in colour]
    xyz = [sum(SRGB[k][row] * light[k] for k in range(3)) / WHITE[row] for row in range(3)]
    x, y, z = (value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116 for value in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _solve(columns, right):
    """Cramer's rule."""
    def det(m):
        a, b, c = m
        return (a[0] * (b[1] * c[2] - b[2] * c[1]) - b[0] * (a[1] * c[2] - a[2] * c[1])
                + c[0] * (a[1] * b[2] - a[2] * b[1]))

    return [det([right if k == index else columns[k] for k in range(3)]) / det(columns) for index in range(3)]
