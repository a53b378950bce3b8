"""What stands at the edge of each printed sheet, as a style of its own: only there can CSS count pages."""

from string import ascii_letters, digits

_PLAIN = frozenset(ascii_letters + digits)


def paper_style(practice: str, as_of: str) -> str:
    """The rules of `@page` with the practice and the day."""
    return (
        "@page{"
        f"@top-left{{content:{_quoted(practice)}}}"
        f"@top-right{{content:{_quoted(f'Portal access as of {as_of}')}}}"
        '@bottom-left{content:"Confidential"}'
        '@bottom-right{content:"Page " counter(page) " of " counter(pages)}'
        "}"
    )


def _quoted(text: str) -> str:
    """A string of CSS that ends where it should, whatever the text is: all but letters and digits stand as numbers."""
    return '"' + "".join(one if one in _PLAIN else f"\\{ord(one):06x}" for one in text) + '"'
