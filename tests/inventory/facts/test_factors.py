from portalaudit.inventory.facts import factors
from tests.inventory.facts.small_worlds import account, person, world_of

KIM, AMBER = person("k-lee"), person("a-sato", name="Amber Sato")


def test_a_device_belongs_to_the_owners_of_live_accounts_of_people() -> None:
    one = account("1", mfa_device="Front  Phone")
    others = (
        account("2", person="a-sato", persons=("k-lee", "a-sato"), mfa_device=" front phone"),
        account("3", person=None, mfa_device="front phone"),
        account("4", mfa_device="tablet"),
        account("5", person="a-sato", status="deleted", mfa_device="tablet"),
        account("6", person="a-sato", type="service", mfa_device="tablet"),
        account("7"),
        account("8", mfa="none", mfa_device="front phone"),
        account("9", person="a-sato", mfa="none", mfa_device="tablet"),
    )
    world = world_of(staff=(KIM, AMBER), accounts=(one, *others))
    assert factors.factor_owners(one, world) == (AMBER, KIM)
    owners = [factors.factor_owners(each, world) for each in others]
    assert owners == [(AMBER, KIM), (AMBER, KIM), (KIM,), (KIM,), (KIM,), (), (), ()]
