"""National Provider Identifiers with a right check digit that are not issued: they begin with 2."""


def _with_check_digit(nine: str) -> str:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in nine[::-2])
    total = 24 + sum(doubled) + sum(int(digit) for digit in nine[-2::-2])
    return f"{nine}{-total % 10}"


ORGANIZATIONS = tuple(_with_check_digit(f"20100000{index}") for index in range(3))


def provider_npi(index: int) -> str:
    """The number of the clinician in that place of the list."""
    return _with_check_digit(f"2020000{index:02}")
