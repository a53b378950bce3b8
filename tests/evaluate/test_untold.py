from portalaudit.evaluate.untold import cannot_be_told


def test_a_field_is_not_written() -> None:
    assert cannot_be_told(["account.mfa"]) == "cannot be told: account.mfa is not written in the inventory"


def test_a_derived_fact_says_what_it_follows_from() -> None:
    assert cannot_be_told(["account.users"]) == (
        "cannot be told: account.users is not known where neither `person`, `persons` nor `used_by` names anybody"
    )


def test_several_are_all_named() -> None:
    assert cannot_be_told(["account.mfa", "decision.self_review"]) == (
        "cannot be told: account.mfa is not written in the inventory; "
        "decision.self_review is unknown where no `reviewer` is written, or the account has no `person`"
    )
