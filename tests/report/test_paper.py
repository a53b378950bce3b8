import pytest

from portalaudit.report.paper import paper_style


def test_the_edge_of_a_sheet_names_practice_and_day_and_counts_pages() -> None:
    assert paper_style("Ridge 1", "Nov") == (
        '@page{@top-left{content:"Ridge\\0000201"}@top-right{content:"Portal\\000020access\\000020as\\000020of\\000020Nov"}'
        '@bottom-left{content:"Confidential"}@bottom-right{content:"Page " counter(page) " of " counter(pages)}}'
    )


@pytest.mark.parametrize("name", ['"}body{display:none}', "</style><script>alert(1)</script>", "a\nb\\", "é🩹"])
def test_a_name_cannot_leave_its_quotes(name: str) -> None:
    quoted = paper_style(name, "").split("content:")[1].split("}")[0]

    assert quoted.isascii()
    assert not set('"\n<>') & set(quoted[1:-1])
    assert len(quoted) - 2 == sum(1 if one.isalnum() and one.isascii() else 7 for one in name)
