"""The page on the formats of reports: which there are, who reads each, and how build servers and editors are set up."""

import json
from collections.abc import Iterator

from portalaudit.report import REPORTERS, reporter
from portalaudit.report.articles import table_cell

HEAD = """\
<!-- Made by `make generated` from the program. Do not edit. -->

# Formats

`portalaudit check -o FORMAT=FILE` writes a report, as often as it is given; `-o FORMAT=-` prints it. Of a file alone,
as in `-o report.html`, the end of its name says the format: the first one below with that end.

Each format says for which day and practice it was made, what a partial run left out, which files could not be read, and
that it supports evidence for controls and decides nothing; `gitlab` and the badges have a place for less of it.
The same files and day give the same bytes. All of them but the badges name people and their logins: share them only
with those who need it.

`portalaudit report r.json -o html=r.html` writes any of them of results that `-o json=r.json` saved, as it came out
that day: nothing is judged again, and the inventory is not needed. Only the console shows no lines of the inventory's
files then. A file that is not as `portalaudit schema report` says is refused at its line and column.

Every path begins at one root, whatever the format and the folder where the command runs: the top of the git repository
that holds the inventory, or without one the folder that holds the inventory's folder. `json` names it as `inputs.root`,
with the way from there to the inventory; `sarif` calls it `%SRCROOT%`. Policies and waivers lead from there too, and
what ships begins with `portalaudit-policies/`. Only what is printed on a terminal leads from where you are.

Every finding of a rule that ships leads to the page of its rule, in each format that has room for a link: `url` of the
rule in `json`, `helpUri` in `sarif`, a property and the last line in `junit`, a link in `html`, `markdown`, `gitlab`
and on a terminal, the last line in `github`, and a column of `csv` and `xlsx`. A pack of your own says where its pages
are with `docs_url` in its `pack.yaml`, as in `docs_url: https://wiki.example.org/rules/{rule}`. The page tells of the
rule as it ships; `portalaudit explain RULE` tells of it as it is in force where you are.

| format | file ends in | who reads it |
|---|---|---|"""

SETTING_UP = """\
With `--base` or `--baseline`, `console`, `concise`, `github` and `markdown` list what is new or worse, `junit` and
`junit-strict` skip the rest, `sarif` marks each result as new, updated or unchanged, `ocsf` creates, updates and closes
findings, and a badge counts what is new and worse. `gitlab` lists everything: GitLab compares by itself with the report
of the target branch.

A finding of severity info is for information only: it fails no test in `junit`, where it is skipped with its message,
and stands apart from what there is to do in `html`, `markdown` and `console`.

## Numbers of several practices

`portalaudit check -o summary=FILE` is about the whole run, also where `portalaudit.toml` lists several practices: a
small JSON file with the name, result, exit code, day, findings by severity and unknown results of each. It holds no
finding and no name of a person, so it can be handed on where a report cannot. `portalaudit schema summary` describes
it.

## JUnit

A finding is a `failure`, of its severity as type. So is a question, of the type `unknown`: not knowing is not passing,
and nothing broke. An `error` is a rule that could not be evaluated, or a file that could not be read. The first suite
has no test; its properties say what was checked, and when. All that pass a rule are one test: `--junit-all` makes a
test of each. Without it a file stays below the 30 MB that GitLab takes: of more than 12,000 results that need someone,
each rule lists its worst, and one more test of it says how many there are.

The last line of a failure is like one of a Java stack, `at inventory.Portalaudit.orphan-account(accounts.yaml:12)`,
because some readers find the file and the line nowhere else; `dorny/test-reporter` is one (`reporter: java-junit`). It
finds no file at the top of the repository, and none in a folder whose name begins with a capital or a digit or has a
dot.

`junit-strict` is for those who hold a file to the schema of Jenkins' xUnit plugin or of Ant: a test has no file, line
or properties there, so its text says them.

## GitHub Actions

```yaml
- run: portalaudit check -o sarif=portalaudit.sarif
- uses: github/codeql-action/upload-sarif@5595ccaf912efad79be6eef63a5619ff05969be3 # v4.37.6
  if: always()
  with: {sarif_file: portalaudit.sarif}
```

Where `GITHUB_ACTIONS` is `true`, the console report comes with annotations, which GitHub shows at the lines of a pull
request, and the Markdown report is added to the summary of the step. `--no-annotations` or
`PORTALAUDIT_NO_ANNOTATIONS=1` switches both off; with `-q` there is none of the three. GitHub shows ten errors, ten
warnings and ten notices of a step: the worst come first, and the last notice has the true number. The Markdown report
can be a comment of the pull request too. It begins with the line
`<!-- portalaudit: PRACTICE -->`, by which an action finds the comment that it wrote before, and ends before 60,000
characters: of a longer report each table has its first rows, and says how many there are.

In the SARIF file a finding has the level `error` (critical, high), `warning` (medium) or `note` (low, info). A question
is of the kind `open`, and what a waiver covers is suppressed, with its reason. The file of a partial run has a category
of its own, so that it closes no alert of a whole one. Nothing but `%SRCROOT%`, the top of the repository, is named by
its paths. GitHub takes 25,000 results: the worst are kept, and a notification says how many there are.

## GitLab

```yaml
portalaudit:
  script: portalaudit check -o gitlab=gl-code-quality-report.json -o junit=portalaudit.xml
  artifacts:
    when: always
    reports: {codequality: gl-code-quality-report.json, junit: portalaudit.xml}
```

Severities are GitLab's: critical findings and problems in files are `blocker`, high ones `critical`, medium ones
`major`, low ones `minor`, and the rest and questions are `info`. A clean run is an empty list, which has no place for
more words; a partial run has an entry that says so.

## Compliance tools and log stores

`oscal` is an assessment result of OSCAL 1.2. Each answer that needs someone, or that a waiver covers, is an
observation, and so is everything that passes a rule, with its number. A rule with findings is a risk: open, or with an
approved deviation where waivers cover all of them. A control is a finding where rules that support evidence for it have
findings. It then has the state `not-satisfied`, the only word that the format has; no control is ever called satisfied.
Controls of NIST SP 800-53 have the ids of its OSCAL catalog, such as `ac-2.3`; others begin with their framework, such
as `hipaa-164.308_a_3_ii_C`. The rules in force stand in the place of the assessment plan.

`ocsf` has a Compliance Finding (class 2003, schema 1.5) on each line. The first one is about the run. A question is a
`Warning`, the schema's word for a check without a result because information is missing; what a waiver covers is
`Suppressed`.

## Calendars

`ical` has a day for each action, end of a waiver, open and next review, training to be repeated, last working day, and
whatever else the records say for a day to come. What is due this week is due on Friday. The next review and training
are counted by the intervals of `review-overdue` and `training-expired`. Import the file again and the events move: they
keep their ids. They are marked confidential, and take no time.

## Badges

`badge` is a picture that loads nothing, `badge-json` what a badge service reads from an address. Both say how many
findings there are, how many of the worst, and how many questions: `12 findings, 3 critical, 2 open questions`. A number
of open findings can tell an outsider more than you like: think before you show one in public.

## Visual Studio Code

A line of `concise` is `path:line:column: severity[rule] message`, with `problem` or `question` for what is no finding.
In `.vscode/tasks.json`, with the top of the repository opened as the folder:

```json"""


def page() -> Iterator[str]:
    """The page as Markdown, in lines."""
    yield HEAD
    for name in REPORTERS:
        module = reporter(name)
        yield f"| `{name}` | `{module.SUFFIX}` | {table_cell(module.READ_BY)} |"
    yield ""
    yield SETTING_UP
    yield json.dumps(_TASKS, indent=2)
    yield "```\n"


_SHOWN_AS = (("error", "problem|critical|high"), ("warning", "medium"), ("info", "low|info|question"))
"""How Visual Studio Code shows each label: it knows three severities, and takes one matcher for each."""


def _matcher(severity: str, labels: str) -> dict[str, object]:
    return {
        "owner": "portalaudit",
        "source": "portalaudit",
        "severity": severity,
        "fileLocation": ["relative", "${workspaceFolder}"],
        "pattern": {
            "regexp": rf"^(.+?):(\d+):(\d+): (?:{labels})\[([^\]]+)\] (.*)$",
            "file": 1,
            "line": 2,
            "column": 3,
            "code": 4,
            "message": 5,
        },
    }


_TASKS: dict[str, object] = {
    "version": "2.0.0",
    "tasks": [
        {
            "label": "portalaudit",
            "type": "shell",
            "command": "portalaudit check -o concise=-",
            "problemMatcher": [_matcher(severity, labels) for severity, labels in _SHOWN_AS],
        }
    ],
}
