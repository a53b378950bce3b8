"""The shape of JUnit XML: suites, cases and properties, for readers that take much and for those with a schema."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from portalaudit.model.place import Place
from portalaudit.model.values import dataclass
from portalaudit.report.characters import visible, xml_attribute

NO_TIME = ' time="0"'


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases there are, and of which outcome."""

    tests: int = 0
    failures: int = 0
    errors: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.tests + other.tests,
            self.failures + other.failures,
            self.errors + other.errors,
            self.skipped + other.skipped,
        )

    @property
    def attributes(self) -> str:
        """The same as attributes."""
        numbers = f'tests="{self.tests}" failures="{self.failures}" errors="{self.errors}" skipped="{self.skipped}"'
        return numbers + NO_TIME


class Dialect:
    """One of two ways to write a file.

    What CI servers read gives a case its file, its line and properties. The strict one is what the schemas of Ant and
    of Jenkins' xUnit plugin allow, both at once: a suite has a package, a number, properties and two outputs, a case
    neither a place nor properties, and what they would say stands in its text.
    """

    def __init__(self, *, is_strict: bool) -> None:
        self.is_strict = is_strict
        self._numbers = count()

    def root(self, counts: Counts) -> str:
        """The start of the root element."""
        return "<testsuites>\n" if self.is_strict else f'<testsuites name="portalaudit" {counts.attributes}>\n'

    def suite_start(self, name: str, counts: Counts, day: str, properties: str) -> str:
        """The start of a suite, with its properties where it has any."""
        when = f'timestamp="{day}T00:00:00" hostname="localhost"'
        numbered = f' package="portalaudit" id="{next(self._numbers)}"' if self.is_strict else ""
        start = f'  <testsuite name="{xml_attribute(name)}" {counts.attributes} {when}{numbered}>\n'
        none = "    <properties/>\n" if self.is_strict else ""
        return start + (f"    <properties>\n{properties}    </properties>\n" if properties else none)

    def suite_end(self) -> str:
        """The end of a suite, in the strict dialect after what it wrote: nothing."""
        written = "    <system-out/>\n    <system-err/>\n" if self.is_strict else ""
        return f"{written}  </testsuite>\n"

    def where(self, path: str, line: int) -> str:
        """The attributes that say where a case is."""
        return "" if self.is_strict else f' file="{xml_attribute(path)}" line="{line}"'

    def of_case(self, values: Mapping[str, str]) -> str:
        """The properties of a case."""
        if self.is_strict:
            return ""
        return f"      <properties>\n{properties_of(values, '        ')}      </properties>\n"

    def said(self, values: Mapping[str, str]) -> Iterator[str]:
        """Those properties as lines of text, where a case can have none."""
        if self.is_strict:
            yield from (f"{name}: {visible(value)}" for name, value in values.items() if value)


def properties_of(values: Mapping[str, str], indent: str = "      ") -> str:
    """Properties, without those that say nothing."""
    return "".join(
        f'{indent}<property name="{xml_attribute(name)}" value="{xml_attribute(value)}"/>\n'
        for name, value in values.items()
        if value
    )


def each_once(names: Iterable[str]) -> Iterator[str]:
    """The names, a number behind each that came before: a CI server drops the second of two cases with one name."""
    seen: set[str] = set()
    for name in names:
        numbered = (f"{name} ({number})" for number in count(2))
        own = name if name not in seen else next(one for one in numbered if one not in seen)
        seen.add(own)
        yield own


def stack_line(place: Place, rule: str) -> str:
    """A place as the line of a Java stack: `at inventory.Portalaudit.orphan-account(accounts.yaml:12)`.

    Readers of JUnit files know the file of a failure from such a line only. They take what stands before the first word
    with a capital for folders, and look for a file of that name below them.
    """
    *folders, file = visible(place.path).split("/")
    return f"at {'.'.join((*_package(folders), 'Portalaudit', rule))}({file}:{place.line})"


def _package(folders: list[str]) -> list[str]:
    """The last folders up to one that no Java package could be called."""
    found: list[str] = []
    for one in reversed(folders):
        if not one or "." in one or one[0] <= "Z":
            break
        found.insert(0, one)
    return found
