"""The last line of a page: the SHA-256 of everything before it, so that a kept file can be shown to be unchanged."""

import hashlib
from collections.abc import Iterable, Iterator

HOW_TO_CHECK = "sed '$d' FILE | sha256sum"
"""What prints the same digits again, for a file of that name. `shasum -a 256` does it on a Mac."""


def sealed(chunks: Iterable[str]) -> Iterator[str]:
    """The text, which ends with a line end in the page's footer, and one line more with its SHA-256 in hex."""
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk.encode())
        yield chunk
    words = f"SHA-256 of this file without its last line: <code>{found.hexdigest()}</code>"
    yield f'<p id="seal">{words}</p></footer></body></html>\n'
