import re
import subprocess
import sys

import pytest

from portalaudit.source import patterns


def test_a_late_pattern_finds_what_a_compiled_one_finds():
    pattern = patterns.late(r"(?i)b+")
    assert (pattern.search("aBb").span(), pattern.sub("-", "abc"), pattern.pattern) == ((1, 3), "a-c", r"(?i)b+")


def test_a_pattern_is_compiled_once_and_only_when_it_is_used(monkeypatch):
    compiled = []
    monkeypatch.setattr(patterns.re, "compile", lambda written, _flags: compiled.append(written) or "a pattern")
    pattern = patterns.late(b"a")
    assert compiled == []
    assert [pattern.upper(), pattern.upper()] == ["A PATTERN", "A PATTERN"]
    assert compiled == [b"a"]


def test_a_pattern_has_no_other_methods():
    with pytest.raises(AttributeError, match="replace"):
        patterns.late("a").replace  # noqa: B018


def test_what_a_library_compiles_while_it_is_imported_is_compiled_when_it_is_used():
    with patterns.compiling_late():
        compiled_there = re.compile("b # a letter", re.VERBOSE)
    assert not isinstance(compiled_there, re.Pattern)
    assert compiled_there.search("abc").span() == (1, 2)
    assert isinstance(re.compile("b"), re.Pattern)


def test_the_library_that_reads_yaml_has_compiled_nothing_when_a_file_was_read():
    program = "import yaml.reader, portalaudit.source.events as e; e.parser('a: b').get_event(); r = yaml.reader.Reader"
    program = f"import portalaudit.source; {program}; print(vars(r.NON_PRINTABLE)); print(r.NON_PRINTABLE.search('a'))"
    written = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert written.startswith("{'_written': ")
    assert "search" not in written
    assert written.endswith("None\n")
