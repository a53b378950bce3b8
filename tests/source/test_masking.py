import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.source.masking import Cover, masked, masked_among, masked_file_name, plain_file_names
from portalaudit.source.secrets import hidden, redact

SECRETS = ["219-09-9998", "pw=Summer2026!x", "answer is blue", "1EG4TE5MK73", "xoxb-abcdefghij", "PIN: 4411"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("klee01", "klee01"),
        ("Front Desk 219-09-9998", "Front Desk •••"),
        ("ann3 pw=Summer2026!x", "ann3 pw=•••"),
        ("1EG4TE5MK73", "•••"),
        ("Kim Lee", "Kim Lee"),
    ],
)
def test_a_value_is_shown_without_its_secret(value: str, shown: str) -> None:
    assert masked(value) == shown


@given(st.one_of(st.text(max_size=30), st.sampled_from(SECRETS), st.from_regex(r"[a-z:= 0-9-]{0,16}", fullmatch=True)))
def test_the_short_way_misses_nothing(value: str) -> None:
    assert masked(value) == redact(value)


def test_of_many_values_only_those_with_a_secret_are_given_back() -> None:
    values = ["klee01", "pw:", "219-09-9998", "a\nb 219-09-9998", "nmp/ann3 pw=Summer2026!x"]
    assert masked_among(values) == {2: "•••", 3: "a\nb •••", 4: "nmp/ann3 pw=•••"}


@given(st.text("ab", min_size=1, max_size=40), st.data())
def test_a_cover_moves_columns_as_it_moves_the_text(line: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(begin, len(line)))
    cover = Cover(((begin, end),) if end > begin else ())
    shown = cover.over(line)
    for position, character in enumerate(line):
        if not cover.hides(position):
            assert shown[cover.before(position)] == character


def test_a_mask_is_marked_as_a_whole() -> None:
    line = "password: hunter2hunter2 # pw: Summer2026!x"
    cover = Cover(hidden(line))
    assert cover.over(line) == "password: ••• # pw: •••"
    assert [(cover.before(n), cover.after(n)) for n in (10, 15, 31)] == [(10, 13), (10, 13), (20, 23)]


_NAMES = st.lists(
    st.one_of(
        st.text(max_size=30).filter(lambda name: "/" not in name),
        st.sampled_from(SECRETS),
        st.from_regex(r"[a-z_.:=, 0-9-]{1,24}", fullmatch=True),
        st.sampled_from(
            ["login_password", "password", "user,password", "secret", ":", "pin.txt", "mbi_1EG4TE5MK73.pdf"]
        ),
    ),
    min_size=1,
    max_size=4,
).map("/".join)


@given(st.lists(_NAMES, max_size=12))
def test_of_many_file_names_the_plain_ones_hold_nothing(paths: list[str]) -> None:
    plain = plain_file_names(paths)
    assert plain <= set(paths)
    assert [path for path in plain if masked_file_name(path) != (path, ())] == []


def test_ordinary_file_names_are_plain_beside_a_secret() -> None:
    ordinary = ["staff/kim-lee.yaml", "accounts/availity_2026.yaml", "notes.txt"]
    assert plain_file_names([*ordinary, "old/ann_password_is_Tr0ub4dor3.yaml"]) == frozenset(ordinary)
