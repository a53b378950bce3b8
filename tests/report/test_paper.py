import pytest

from portalaudit.report.paper import paper_style


def test_the_edge_of_a_sheet_names_practice_and_day_and_counts_pages() -> None:
    assert paper_style("Ruiz & O'Neil, {P.C.}", "November 20, 2026") == (
        '@page{@top-left{content:"Ruiz & O\'Neil, {P.C.}"}'
        '@top-right{content:"Portal access as of November 20, 2026"}'
        '@bottom-left{content:"Confidential"}@bottom-right{content:"Page " counter(page) " of " counter(pages)}}'
    )


@pytest.mark.parametrize("name", ['"}body{display:none}', "</style><script>alert(1)</script>", "a\\"])
def test_a_name_that_cannot_be_quoted_as_it_is_is_left_out(name: str) -> None:
    assert paper_style(name, "") == paper_style("", "")
