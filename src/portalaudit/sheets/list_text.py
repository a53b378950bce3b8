"""Bytes to text: what byte order marks and UTF-8 settle is settled, and Windows' Western European is what is left.

Detectors such as charset-normalizer weigh languages and call short lists of names Greek or Turkish; the programs that
write these lists write UTF-8, UTF-16 or cp1252.
"""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 2_000
_MOST_ZEROS = 0.02


def text_of(content: bytes) -> tuple[str, str] | None:
    """The text of a list and the name of its encoding; None where the bytes are not text."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    head = content[:_LOOKED_AT]
    wide = _wide(head)
    if wide:
        return content.decode(wide, errors="replace"), wide
    if head.count(0) > len(head) * _MOST_ZEROS:
        return None
    try:
        return content.decode(), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of Western text is zero."""
    pairs = len(head) // 2
    low, high = head[1::2].count(0), head[::2].count(0)
    if pairs and low > pairs * 0.8 and not high:
        return "utf-16-le"
    return "utf-16-be" if pairs and high > pairs * 0.8 and not low else ""
