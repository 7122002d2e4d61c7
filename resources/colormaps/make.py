#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the colour maps: 256 rows of "red,green,blue" from 0 to 255 (see README.md beside this file).

    /usr/bin/python3 resources/colormaps/make.py      # needs python3-matplotlib for viridis and cividis

The diverging maps are computed here, in the colour space Oklab (B. Ottosson 2020): both arms run through the same
lightnesses in equal steps, so neither sign looks stronger than the other; blue against orange stays apart with every
common colour vision deficiency.
"""
import math
from pathlib import Path

TARGET = Path(__file__).resolve().parent


def srgb_to_linear(c):
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def linear_to_srgb(c):
    return 12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055


def oklab_to_linear(lightness, a, b):
    l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)


def most_chroma(lightness, hue):
    """The strongest colour of this lightness and hue that a screen can show."""
    low, high = 0.0, 0.4
    for _ in range(40):
        middle = (low + high) / 2
        rgb = oklab_to_linear(lightness, middle * math.cos(hue), middle * math.sin(hue))
        if all(0 <= c <= 1 for c in rgb):
            low = middle
        else:
            high = middle
    return low


def colour(lightness, chroma, hue):
    chroma = min(chroma, 0.999 * most_chroma(lightness, hue))
    rgb = oklab_to_linear(lightness, chroma * math.cos(hue), chroma * math.sin(hue))
    return [round(255 * linear_to_srgb(min(max(c, 0), 1))) for c in rgb]


def diverging(centre, end, strongest, hues_negative, hues_positive):
    """From one end over the neutral centre to the other; each arm: equal steps of lightness, chroma growing smoothly."""
    rows = []
    for i in range(256):
        t = (i - 127.5) / 127.5
        s = abs(t)
        lightness = centre + (end - centre) * s
        inner, outer = hues_negative if t < 0 else hues_positive
        hue = math.radians(inner + (outer - inner) * s)
        wanted = strongest * math.sin(0.5 * math.pi * s) ** 0.8
        cap = most_chroma(lightness, hue)
        chroma = (wanted**-8 + cap**-8) ** -0.125 if wanted > 0 else 0  # no kink where the screen's limit is met
        rows.append(colour(lightness, chroma, hue))
    return rows


def write(name, rows):
    text = "\n".join(",".join(str(c) for c in row) for row in rows)
    (TARGET / f"{name}.csv").write_text(text + "\n")


def main():
    from matplotlib import colormaps

    for name in ("viridis", "cividis"):
        write(name, [[round(255 * c) for c in colormaps[name](i)[:3]] for i in range(256)])
    write("grey", [colour(0.12 + 0.86 * i / 255, 0, 0) for i in range(256)])
    # Hues in degrees of Oklab: 230 to 262 is sky to deep blue, 75 to 45 amber to burnt orange.
    write("blue-white-orange", diverging(0.975, 0.40, 0.150, (228, 258), (78, 43)))
    write("blue-black-orange", diverging(0.17, 0.86, 0.135, (258, 228), (43, 80)))


if __name__ == "__main__":
    main()
