// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

/// How pictures of the program are told apart: strictly enough that a panel, a legend, a colour or a word two pixels
/// aside is seen, and loosely enough that another version of the font renderer, or rounding in the painter, is not.
namespace langevin::pictures {

/// Both pictures are smoothed over 3 × 3 pixels and cut into blocks of 8 × 8. A block differs if its pixels are more
/// than `shade` of 255 away on average, in the worst of red, green and blue, wherever the expected picture is put
/// within a pixel to any side. Pictures agree if they have the same size and at most `blocks` of some 15 000 differ.
struct Tolerance {
    int block = 8;
    double shade = 7;
    int blocks = 6;
};

struct Difference {
    int blocks = 0;   ///< that differ; all of them for pictures of two sizes
    QImage expected;  ///< pale, with the blocks that differ in red

    bool agrees(const Tolerance& tolerance = {}) const { return blocks <= tolerance.blocks; }
};

Difference compare(const QImage& got, const QImage& expected, const Tolerance& tolerance = {});

/// The picture in 255 of its shades, for a small file; the others go to the nearest of these.
QImage with_few_colours(const QImage& picture);

}  // namespace langevin::pictures
