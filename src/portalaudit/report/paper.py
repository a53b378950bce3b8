"""What stands at the edge of each printed sheet, as a style of its own: only there can CSS count pages."""

_UNQUOTABLE = frozenset('"\\<')
"""What would end a string of CSS, or the style. Written as a number it would no longer be found where it is masked."""


def paper_style(practice: str, as_of: str) -> str:
    """The rules of `@page` with the practice, where its name can be quoted as it is, and the day."""
    name = "" if _UNQUOTABLE & set(practice) else practice
    return (
        "@page{"
        f'@top-left{{content:"{name}"}}'
        f'@top-right{{content:"Portal access as of {as_of}"}}'
        '@bottom-left{content:"Confidential"}'
        '@bottom-right{content:"Page " counter(page) " of " counter(pages)}'
        "}"
    )
