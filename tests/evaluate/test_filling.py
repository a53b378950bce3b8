"""Cells that become known little by little, and items that belong to owners, are told as slow ways tell them."""

from collections.abc import Sequence
from random import Random

import pytest

from portalaudit.evaluate.answers import Answers, View
from portalaudit.evaluate.belonging import OneEach, Several
from portalaudit.evaluate.coder import NOT_KNOWN
from portalaudit.evaluate.columns import coders_of
from portalaudit.evaluate.selection import Mask, Selection, everything, mask_of
from portalaudit.evaluate.subject_columns import Filling
from portalaudit.inventory.records import Account, Decision
from tests.evaluate.practices import PRACTICE, world

SIZES = (1, 7, 40)


def some(random: Random, size: int) -> Selection:
    """A few positions, nearly all, or all."""
    share = random.choice((0.05, 0.5, 0.95, 1))
    return Selection(mask_of((at for at in range(size) if random.random() < share), size), size)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("make", [list, bytes])
def test_cells_are_given_back_wherever_they_were_put(seed: int, make: type) -> None:
    random = Random(seed)  # noqa: S311  no secret is made of it
    size = random.choice(SIZES)
    truth = [random.randrange(200) for _ in range(size)]
    filling: Filling[int] = Filling()
    known: Mask = 0
    for _ in range(5):
        chosen = some(random, size)
        new = filling.missing(chosen)
        assert new.mask == chosen.mask & ~known
        kind = make if random.random() < 0.8 else list
        if new.count:
            filling.put(kind([truth[at] for at in new.positions]), new)
        known |= chosen.mask
        assert list(filling.of(chosen)) == [truth[at] for at in chosen.positions]
        fewer = Selection(known & some(random, size).mask, size)
        assert list(filling.of(fewer)) == [truth[at] for at in fewer.positions]
        assert filling.is_whole == (known == everything(size))


@pytest.mark.parametrize("seed", range(60))
def test_one_item_of_each_owner_is_a_case_of_several(seed: int) -> None:
    random = Random(seed)  # noqa: S311  no secret is made of it
    size = random.choice(SIZES)
    having = some(random, size)
    one, several = OneEach(having), Several(list(having.positions), size)
    items, owners = some(random, having.count), some(random, size)
    assert list(one.owners) == list(several.owners)
    assert one.owning(items) == several.owning(items)
    assert one.owned(owners) == several.owned(owners)
    told_of = Selection(one.owning(items), size)
    cells: Sequence[int] = random.choice((list, bytes))(10 + at for at in told_of.positions)
    given = one.spread(cells, told_of, items)
    assert given == several.spread(cells, told_of, items)
    assert list(given) == [10 + several.owners[at] for at in items.positions]


class _Question:
    """Holds for 1, does not for 0, and cannot be told of 2."""

    def evaluate(self, seen: Sequence[object]) -> object:
        return {0: False, 1: True}.get(seen["of"]["it"], "not told")  # type: ignore[call-overload, index]


class _Column:
    is_cheap, leads_on, is_free, shown = True, False, False, (0, 1, 2)

    def __init__(self, cells: Sequence[int]) -> None:
        self.cells = cells

    def at(self, chosen: Selection) -> Sequence[int]:
        return chosen.of(self.cells)


@pytest.mark.parametrize("seed", range(60))
def test_the_answer_that_most_give_is_told_from_the_others(seed: int) -> None:
    random = Random(seed)  # noqa: S311  no secret is made of it
    size = random.choice(SIZES)
    cells = random.choice((list, bytes))(
        random.choices(range(3), weights=random.choice(((8, 1, 1), (1, 8, 1), (1, 1, 8))), k=size)
    )
    view = View({}, ("of",), [("of", "it", _Column(cells))])
    answers = Answers(_Question(), lambda: view, size)  # type: ignore[arg-type]
    for chosen in (some(random, size), some(random, size)):
        holds, fails = answers.told(chosen.mask)
        assert holds == mask_of((at for at in chosen.positions if cells[at] == 1), size)
        assert fails == mask_of((at for at in chosen.positions if cells[at] == 0), size)


def test_records_of_which_nothing_is_read_are_told_by_how_many_there_are() -> None:
    here, wrong = world({"a.yaml": f"{PRACTICE}staff: [{{id: a, name: Ann}}, {{id: b, name: Ben}}]\n"})
    assert not wrong
    ann, ben = here.subjects("person").records
    lists = coders_of(here).coder(Account, "users", {}).of_values([None, (ann,), (), (ben,), (ann, ben), None])
    assert lists[0] == lists[5] == NOT_KNOWN
    assert lists[1] == lists[3]
    assert len({*lists}) == 4
    one, *_ = told = coders_of(here).coder(Decision, "reviewer", {}).of_values([ann, None, ben])
    assert told == [one, NOT_KNOWN, one]
    assert one != NOT_KNOWN
