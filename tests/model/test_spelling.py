from portalaudit.model.spelling import nearest


def test_the_nearest_word_is_told_and_no_word_where_all_are_far() -> None:
    assert (nearest("acount", iter(["person", "account", "accounts"])), nearest("xyz", ["account"])) == (
        "account",
        None,
    )
