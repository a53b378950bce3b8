import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.source import secret_words
from portalaudit.source.secret_patterns import BARE, KEYED
from portalaudit.source.secret_words import Words
from portalaudit.source.secrets import scan

NEEDLES = sorted({pattern.needle for pattern in (*KEYED, *BARE)})
PIECES = st.sampled_from([needle.decode() for needle in NEEDLES])
OTHERS = st.sampled_from(["x", "-", "_", ": ", "\n", "\r", " ", "Rain#4711", "\xe9", "\u212a"])


@pytest.fixture
def long_texts(monkeypatch):
    monkeypatch.setattr(secret_words, "LEAST_BYTES", 0)
    monkeypatch.setattr(secret_words, "_PART", 8)


@pytest.mark.usefixtures("long_texts")
def test_every_needle_is_seen_where_it_stands_and_only_there():
    filling = b"id: a-1\nstatus: active\n" * 5
    for needle in NEEDLES:
        assert Words(filling + b"old" + needle + b"s\n" + filling).may_hold(needle)
    assert [n for n in NEEDLES if Words(filling).may_hold(n)] == [b"://"]


def test_a_long_text_of_many_words_is_kept_whole(monkeypatch):
    monkeypatch.setattr(secret_words, "_MOST_WORDS", 5)
    text = b"".join(b"x" * n + b" password\n" for n in range(200))
    assert Words(text)._known == text
    assert Words(text).may_hold(b"pass")
    assert not Words(text).may_hold(b"claim")


@given(st.lists(PIECES | OTHERS | st.text(max_size=5), max_size=30).map("".join))
def test_what_a_long_text_hides_is_found_as_in_a_short_one(content):
    short = scan(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secret_words, "LEAST_BYTES", 0)
        patch.setattr(secret_words, "_PART", 8)
        assert scan(content) == short
