"""Whether what stands behind a key is a secret, or says that there is none here."""

from portalaudit.source.patterns import late

_PLACEHOLDER = late(
    r"""(?ix) ["'\[({<]* (?:
        (?: [*•]+ | x{3,} ) [ \-*•x.]* \d{0,4}        # ***, xxxx, ***-**-1234
      | [.\-_?\#]+
      | \$?\{.* | <.* | %\(.* | \{\{.*                # filled in by a template
      | (?:redacted|removed|masked|hidden|secret|none|null|nil|n/?a|tbd|todo|unknown|unset|empty|~|-)
      | (?:pass|passed|fail|failed)
      | (?:true|false|yes|no|on|off|required|optional|changed|rotated|individual|unique|strong|shared|personal|private)
      | (?:set|assigned|issued|mailed|enabled|disabled|configured|active|expired|locked|reset)
      | (?:text|string|str|number|password|vault|never|always|hardware|authenticator|sms|email|app)
      | \d+[ ]?(?:%|(?:min(?:ute)?|hour|day|week|month|year|character|char|time)s?)
      | (?:1password|dashlane|keeper|bitwarden|lastpass|keepass)
      | (?:op|vault|keeper|bitwarden|secret|env|arn|file|pass)://?.*
    ) ["'\])}>]* [.,;]?"""
)
_REFERRING = late(
    r"(?i)[\"']?(?:ask|see|in|stored|kept|held|lives|known|managed|changed?|reset|expires?|rotated?|is|are|was|must|may"
    r"|never|not|no|who|which|via|at|every|the|a|an|by|from|with|use|only|per|set|sent|personal|shared|policy|manager"
    r"|vault|1password|dashlane|keeper|bitwarden|lastpass)\b[\"']?\s"
)
_DATE = late(r"[\"']?\d{4}-\d{2}-\d{2}(?:[T ][\d:.+Z-]*)?[\"']?")
_LONGEST_JUDGED = 200
_UNQUOTE = "\"'"


def is_told(value: str) -> bool:
    """Whether a value is given away, and not a placeholder or a hint where it is kept."""
    value = value.strip()[:_LONGEST_JUDGED]
    return bool(value.strip("\"' ")) and not _PLACEHOLDER.fullmatch(value) and not _REFERRING.match(value)


def is_one_word(value: str) -> bool:
    """Whether a value is one word of six characters or more."""
    bare = value.strip().strip(_UNQUOTE)
    return len(bare) >= 6 and not any(char.isspace() for char in bare) and not _DATE.fullmatch(bare) and is_told(bare)


def is_random(value: str) -> bool:
    """Whether a value, or one of several with commas, is a long word with a digit, as tokens are; a date is not."""
    return any(_is_random_word(word) for word in value.split(","))


def _is_random_word(word: str) -> bool:
    bare = word.strip().strip(_UNQUOTE)
    if len(bare) < 8 or any(char.isspace() for char in bare) or _DATE.fullmatch(bare):
        return False
    return any(char.isdigit() for char in bare) and is_told(bare)


def is_seed(value: str) -> bool:
    """Whether a value is random as a token is, or in groups of letters and digits as authenticators show a key."""
    groups = value.strip().strip(_UNQUOTE).strip().split()
    sizes = {len(group) for group in groups[:-1]}
    is_grouped = len(groups) > 3 and len(sizes) == 1 and len(groups[-1]) <= max(sizes) <= 8
    return is_random(value) or (is_grouped and is_random("".join(groups)))


def is_key_material(value: str) -> bool:
    """Whether a value is one word of six characters or more, or a key in groups."""
    return is_one_word(value) or is_seed(value)


def is_number(value: str, least: int = 3) -> bool:
    """Whether a value holds at least so many digits and is not masked."""
    return is_told(value) and sum(char.isdigit() for char in value) >= least and "*" not in value and "•" not in value


def is_pin(value: str) -> bool:
    """Whether a value is a number of 3 to 6 digits. Longer ones are numbers that a payer gives to a provider."""
    bare = value.strip().strip(_UNQUOTE).replace(" ", "").replace("-", "")
    return bare.isdigit() and 3 <= len(bare) <= 6


def is_password_in_prose(value: str) -> bool:
    """Whether the first word behind `password` in a sentence is no ordinary word."""
    words = value.split()
    word = words[0].strip("\"'`.,;:()") if words else ""
    if len(word) < 4 or _DATE.fullmatch(word) or not is_told(word):
        return False
    return any(char.isdigit() for char in word) or any(char in "!@#$%^&*+=" for char in word)


def is_password_alone(word: str) -> bool:
    """Whether a word behind `password`, without a colon between them, is one: only letters with digits or signs are."""
    bare = word.strip("\"'`.:")
    if len(bare) < 6 or _DATE.fullmatch(bare) or not is_told(bare) or not any(char.isalpha() for char in bare):
        return False
    return any(char.isdigit() for char in bare) or any(char in "!@#$%^&*+=" for char in bare[:-1])


def is_answer_in_prose(value: str) -> bool:
    """Whether the first word behind `security answer` in a sentence is a name, or no ordinary word."""
    word = value.split(maxsplit=1)[0].strip("\"'`.,;:()") if value.split() else ""
    return len(word) > 1 and word[0].isupper() and is_told(word) and not _REFERRING.match(f"{word} ")


def is_mixed(value: str) -> bool:
    """Whether a value has small and capital letters and digits, as keys have and paths or hashes have not."""
    return all(any(map(test, value)) for test in (str.islower, str.isupper, str.isdigit))


def is_card_number(value: str) -> bool:
    """Whether digits are those of a payment card: a network's first digit, and the check digit of ISO/IEC 7812."""
    digits = [int(char) for char in value if char.isdigit()]
    doubled = (digit * 2 for digit in digits[-2::-2])
    total = sum(digits[-1::-2]) + sum(digit - 9 if digit > 9 else digit for digit in doubled)
    return digits[0] in (2, 3, 4, 5, 6) and len(set(digits)) > 1 and total % 10 == 0


def is_routing_number(value: str) -> bool:
    """Whether nine digits are a bank's routing number: their weighted sum is a multiple of ten (ABA's check digit)."""
    total = sum(int(digit) * weight for digit, weight in zip(value, (3, 7, 1) * 3, strict=True))
    return int(value) > 0 and total % 10 == 0
