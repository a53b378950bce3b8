from portalaudit.report.cases_to_console import render
from tests.report import cases_sample


def test_a_good_run_is_one_line() -> None:
    assert "".join(render(cases_sample.clean())) == "1 rule, 2 cases: all good\n"
    assert "".join(render(cases_sample.thorough())) == (
        "1 rule, 2 cases; 0 gaps; 12 changes tried, 0 unnoticed: all good\n"
    )


def test_a_run_without_a_rule_is_not_called_good() -> None:
    assert "".join(render(cases_sample.nothing())) == "0 rules, 0 cases\n"


def test_everything_that_is_to_be_done_is_told_with_its_place_and_what_comes_next() -> None:
    assert (
        "".join(render(cases_sample.everything()))
        == """\
error[bad-cases]: this comment cannot be read
 --> policies/own/leavers.cases.yaml:3:1
  = next: write `# expect: fail`
FAILED leavers: Left & <live>
 --> policies/own/leavers.cases.yaml:4:11
       line 8: expected fail low, got fail high: kim\\x1b
FAILED leavers: its cases lack a passing case
 --> policies/own/leavers.yaml:1:5
GAP    leavers: no case makes this false in when: account.live
 --> policies/own/leavers.yaml:5:7
ALIVE  leavers: no case notices this change in require: 3 to 4
 --> policies/own/leavers.yaml:6:10
2 rules, 4 cases; 1 wrong; 1 rule without all kinds of case; 1 gap, 1 explained; \
42 changes tried, 1 unnoticed, 1 explained
  = next: where a case is wrong, change the rule or the mark until both say the same
  = next: write the cases that are lacking, beside the rule; a comment such as `# expect: fail high` on a line
          says which answer belongs there
  = next: for each gap, add a case in which it is so, with a mark; where no case can, say why at the end of
          the cases file: `gaps: [{in: require, part: "…", never: false, because: "…"}]`
  = next: for each change, add a case whose answer or severity it would turn; where no case can, say why at
          the end of the cases file: `survivors: [{in: require, change: "…", because: "…"}]`
"""
    )


def test_verbose_names_good_cases_and_explained_changes_too() -> None:
    told = "".join(render(cases_sample.everything(), verbose=True))
    assert "ok     leavers: Somebody works here (policies/own/leavers.cases.yaml:9:11)\n" in told
    assert (
        """\
ok     leavers: no case notices this change in escalate 1: drop account.live
 --> policies/own/leavers.yaml:8:13
       explained: It is live by then
"""
        in told
    )
    assert (
        """\
ok     leavers: no case makes this true in require: account.person.employed
 --> policies/own/leavers.yaml:6:10
       explained: Nobody works here
"""
        in told
    )
