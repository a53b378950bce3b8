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
      | (?:text|string|str|number|password|vault|never|always|hardware|authenticator|sms|email|app)
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
    """Whether a value is a number of 3 to 12 digits."""
    bare = value.strip().strip(_UNQUOTE).replace(" ", "").replace("-", "")
    return bare.isdigit() and 3 <= len(bare) <= 12


def is_password_in_prose(value: str) -> bool:
    """Whether the first word behind `password` in a sentence is no ordinary word."""
    words = value.split()
    word = words[0].strip("\"'`.,;:()") if words else ""
    if len(word) < 4 or _DATE.fullmatch(word) or not is_told(word):
        return False
    return any(char.isdigit() for char in word) or any(char in "!@#$%^&*+=" for char in word)
