#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the bundled fonts from Debian's fonts-inter and fonts-stix (see README.md beside this file).

    /usr/bin/python3 resources/fonts/subset.py      # needs python3-fonttools

The families get names of their own: the licence of STIX asks for that of every modified version, and a system-wide Inter
must not be mixed up with the subset. Size variants of STIX's mathematical glyphs, which have no code point, are put
into the private use area, in the order of VARIANTS below; widgets/controls/formula/font.cpp relies on that order.
"""
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = Path("/usr/share/fonts/opentype")
TARGET = Path(__file__).resolve().parent


def span(first, last):
    return list(range(first, last + 1))


TEXT = (
    span(0x20, 0x7E) + span(0xA0, 0x17F) + span(0x2B0, 0x2DD) + span(0x300, 0x308) + span(0x370, 0x3FF)
    + span(0x2010, 0x2027) + span(0x202F, 0x203A) + [0x2044, 0x205F, 0x2060]
    + span(0x2070, 0x209C) + [0x20AC, 0x2102, 0x210F, 0x2113, 0x2115, 0x211D, 0x2122, 0x2124, 0x2126]
    + span(0x1D43, 0x1D6A) + span(0x2150, 0x215E) + span(0x2190, 0x21FF) + span(0x2200, 0x22FF)
    + [0x2308, 0x2309, 0x230A, 0x230B, 0x2318, 0x2325, 0x27E8, 0x27E9, 0x27F2, 0x27F3]
    + span(0x2500, 0x257F) + span(0x2580, 0x259F) + span(0x25A0, 0x25FF) + [0x2605, 0x2606, 0x2713, 0x2717]
)

MATH = (
    span(0x20, 0x7E) + span(0xA0, 0xFF) + span(0x2C6, 0x2DD) + span(0x300, 0x30C) + span(0x370, 0x3FF)
    + span(0x2010, 0x2027) + span(0x2030, 0x203A) + span(0x2070, 0x209C) + [0x2057, 0x20D6, 0x20D7]
    + span(0x2100, 0x214F) + span(0x2190, 0x21FF) + span(0x2200, 0x22FF)
    + span(0x2308, 0x230B) + span(0x239B, 0x23AE) + [0x23D0] + span(0x27E6, 0x27EB) + span(0x27F5, 0x27FC)
    + [0x25A0, 0x25A1, 0x27C2, 0x2A7D, 0x2A7E, 0x2AAF, 0x2AB0]
    + span(0x1D400, 0x1D433)  # bold
    + span(0x1D434, 0x1D467)  # italic
    + span(0x1D468, 0x1D49B)  # bold italic
    + span(0x1D49C, 0x1D4CF)  # script
    + span(0x1D504, 0x1D537)  # Fraktur
    + span(0x1D538, 0x1D56B)  # double-struck
    + span(0x1D5A0, 0x1D5D3)  # sans serif
    + span(0x1D670, 0x1D6A3)  # typewriter
    + [0x1D6A4, 0x1D6A5] + span(0x1D6A8, 0x1D6E1) + span(0x1D6E2, 0x1D71B) + span(0x1D71C, 0x1D755)
    + span(0x1D7CE, 0x1D7D7)
)

# Base code point, glyph names of its larger variants; private code points from 0xE000 on, in this order.
DELIMITERS = {
    0x28: "parenleft", 0x29: "parenright", 0x5B: "bracketleft", 0x5D: "bracketright",
    0x7B: "braceleft", 0x7D: "braceright", 0x2F: "slash", 0x5C: "uni005C",
    0x27E8: "uni27E8", 0x27E9: "uni27E9", 0x2308: "uni2308", 0x2309: "uni2309",
    0x230A: "uni230A", 0x230B: "uni230B", 0x221A: "uni221A",
}
OPERATORS = {
    0x2211: "uni2211.s1", 0x220F: "uni220F.s1", 0x2210: "uni2210.s1", 0x222B: "uni222B.dsp",
    0x222C: "uni222C.dsp", 0x222D: "uni222D.dsp", 0x222E: "uni222E.dsp", 0x22C0: "uni22C0.s1",
    0x22C1: "uni22C1.s1", 0x22C2: "uni22C2.s1", 0x22C3: "uni22C3.s1",
}
ACCENTS = ["uni0302", "uni0303"]  # wide hats and tildes
VARIANTS = (
    [f"{name}.s{size}" for name in DELIMITERS.values() for size in (1, 2, 3, 4)]
    + list(OPERATORS.values())
    + [f"{name}.s{size}" for name in ACCENTS for size in (1, 2, 3)]
)


def rename(font, family, style):
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (1, 2, 3, 4, 6, 16, 17, 18, 21, 22, 25) or record.nameID >= 256 or record.platformID != 3:
            names.removeNames(record.nameID, record.platformID, record.platEncID, record.langID)
    ribbi = style in ("Regular", "Italic", "Bold")
    plain = family.replace(" ", "")
    table = {1: family if ribbi else f"{family} {style}", 2: style if ribbi else "Regular",
             3: f"{plain}-{style}: subset", 4: f"{family} {style}", 6: f"{plain}-{style}"}
    if not ribbi:
        table |= {16: family, 17: style}
    for name_id, text in table.items():
        names.setName(text, name_id, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames[0] = f"{plain}-{style}"
    top = cff.topDictIndex[0]
    top.FullName, top.FamilyName = f"{family} {style}", family


def tabular_digits(font):
    """Digits of one width by default, so that numbers do not jump (Qt before 6.7 cannot ask for the feature)."""
    table = font["GSUB"].table
    feature = next(r.Feature for r in table.FeatureList.FeatureRecord if r.FeatureTag == "tnum")
    mapping = {}
    for lookup in feature.LookupListIndex:
        for subtable in table.LookupList.Lookup[lookup].SubTable:
            mapping |= getattr(subtable, "ExtSubTable", subtable).mapping
    for cmap in font["cmap"].tables:
        for digit in span(0x30, 0x39):
            if cmap.isUnicode() and digit in cmap.cmap:
                cmap.cmap[digit] = mapping.get(cmap.cmap[digit], cmap.cmap[digit])


def text_height(font):
    """The line height of a text font: STIX Math claims room for its tallest integral, and one bracket from it, as a
    fallback in a line of text, would push the lines apart."""
    for name in ("ascent", "sTypoAscender", "usWinAscent"):
        setattr(font["hhea" if name == "ascent" else "OS/2"], name, 920)
    font["hhea"].descent = font["OS/2"].sTypoDescender = -230
    font["OS/2"].usWinDescent = 230
    font["hhea"].lineGap = font["OS/2"].sTypoLineGap = 0


def make(source, target, family, style, unicodes, features, variants=()):
    font = TTFont(SOURCE / source, recalcTimestamp=False)
    if family == "Langevin Sans":
        tabular_digits(font)
    if variants:
        for table in font["cmap"].tables:
            if table.isUnicode() and table.format == 12:
                for index, glyph in enumerate(variants):
                    table.cmap[0xE000 + index] = glyph
        unicodes = unicodes + [0xE000 + i for i in range(len(variants))]
    options = subset.Options()
    options.layout_features = features
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    options.hinting = True
    options.desubroutinize = False
    options.drop_tables += ["FFTM", "MATH"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=unicodes)
    worker.subset(font)
    if family == "Langevin Math":
        text_height(font)
    rename(font, family, style)
    font.save(TARGET / target)
    print(target, (TARGET / target).stat().st_size // 1024, "KiB,", len(font.getGlyphOrder()), "glyphs")


def main():
    text_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    for style in ("Regular", "SemiBold", "Italic"):
        make(f"inter/Inter-{style}.otf", f"LangevinSans-{style}.otf", "Langevin Sans", style, TEXT, text_features)
    make("stix-word/STIXMath-Regular.otf", "LangevinMath-Regular.otf", "Langevin Math", "Regular", MATH,
         ["mark", "ccmp"], VARIANTS)


if __name__ == "__main__":
    main()
