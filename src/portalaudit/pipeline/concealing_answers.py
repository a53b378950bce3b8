"""Articles and the results of cases that give no secret away, whoever wrote it into a rule or a case."""

from portalaudit.model import Problem, Related
from portalaudit.model.article import Article, Part
from portalaudit.model.proof import CaseResult, Proof, RuleCases
from portalaudit.model.values import replace
from portalaudit.source.masking import masked, masked_sentence


def article_without_secrets(article: Article) -> Article:
    """The same article with whatever looks like a secret masked."""
    return replace(
        article,
        title=masked(article.title),
        summary=masked_sentence(article.summary),
        about=masked(article.about),
        parts=tuple(map(_part, article.parts)),
    )


def _part(part: Part) -> Part:
    return Part(
        masked_sentence(part.heading),
        tuple(map(masked_sentence, part.paragraphs)),
        tuple(map(masked_sentence, part.points)),
        "\n".join(map(masked, part.code.split("\n"))),
    )


def proof_without_secrets(proof: Proof) -> Proof:
    """The same results with whatever looks like a secret masked."""
    return replace(proof, rules=tuple(map(_rule_cases, proof.rules)), problems=tuple(map(told, proof.problems)))


def _rule_cases(rule: RuleCases) -> RuleCases:
    return replace(
        rule,
        title=masked(rule.title),
        results=tuple(map(_result, rule.results)),
        problems=tuple(map(told, rule.problems)),
        gaps=tuple(replace(one, part=masked(one.part), because=masked(one.because)) for one in rule.gaps),
        survivors=tuple(replace(one, change=masked(one.change), because=masked(one.because)) for one in rule.survivors),
    )


def _result(result: CaseResult) -> CaseResult:
    differences = tuple(map(masked_sentence, result.differences))
    return replace(result, name=masked(result.name), differences=differences)


def told(problem: Problem) -> Problem:
    """A problem as it may be told, whatever it quotes."""
    related = tuple(Related(one.place, masked_sentence(one.label)) for one in problem.related)
    return replace(
        problem, message=masked_sentence(problem.message), hint=masked_sentence(problem.hint), related=related
    )
