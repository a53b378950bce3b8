import pytest

from portalaudit.source import patterns


def test_a_late_pattern_finds_what_a_compiled_one_finds():
    pattern = patterns.late(r"(?i)b+")
    assert (pattern.search("aBb").span(), pattern.sub("-", "abc"), pattern.pattern) == ((1, 3), "a-c", r"(?i)b+")


def test_a_pattern_is_compiled_once_and_only_when_it_is_used(monkeypatch):
    compiled = []
    monkeypatch.setattr(patterns.re, "compile", lambda written: compiled.append(written) or "a pattern")
    pattern = patterns.late(b"a")
    assert compiled == []
    assert [pattern.upper(), pattern.upper()] == ["A PATTERN", "A PATTERN"]
    assert compiled == [b"a"]


def test_a_pattern_has_no_other_methods():
    with pytest.raises(AttributeError, match="replace"):
        patterns.late("a").replace  # noqa: B018
