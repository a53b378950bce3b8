"""Names of states and territories, as people write them, with the codes that the postal service gives them."""

from collections.abc import Collection, Mapping

from portalaudit.model.spelling import nearest

_NAMES = (
    "AK Alaska, AL Alabama, AR Arkansas, AS American Samoa, AZ Arizona, CA California, CO Colorado, CT Connecticut, "
    "DC District of Columbia, DE Delaware, FL Florida, GA Georgia, GU Guam, HI Hawaii, IA Iowa, ID Idaho, "
    "IL Illinois, IN Indiana, KS Kansas, KY Kentucky, LA Louisiana, MA Massachusetts, MD Maryland, ME Maine, "
    "MI Michigan, MN Minnesota, MO Missouri, MP Northern Mariana Islands, MS Mississippi, MT Montana, "
    "NC North Carolina, ND North Dakota, NE Nebraska, NH New Hampshire, NJ New Jersey, NM New Mexico, NV Nevada, "
    "NY New York, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, PR Puerto Rico, RI Rhode Island, "
    "SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VA Virginia, VI Virgin Islands, VT Vermont, "
    "WA Washington, WI Wisconsin, WV West Virginia, WY Wyoming"
)
STATE_NAMES: Mapping[str, str] = {code: name for code, _, name in (one.partition(" ") for one in _NAMES.split(", "))}
"""By code."""

_CODES = {name.casefold(): code for code, name in STATE_NAMES.items()}


def state_code(written: str) -> str:
    """The code of a state that is written as one, or by its name; anything else in capitals as it is."""
    plain = " ".join(written.split())
    return _CODES.get(plain.casefold(), plain.upper())


def known_state(written: str, codes: Collection[str]) -> str:
    """The code of one of these states. Raises ValueError, with the state that was meant, where it is none of them."""
    code = state_code(written)
    if code in codes:
        return code
    near = nearest(written, [STATE_NAMES[each] for each in codes if each in STATE_NAMES])
    meant = f" Did you mean '{near}'?" if near else f" Write its name or its two-letter code: {', '.join(codes)}."
    raise ValueError(f"'{written}' is not a state of the table.{meant}")
