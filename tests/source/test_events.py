from portalaudit.source import events


def test_a_collection_is_passed_over_whole():
    source = events.parser("a: [b, [c, {d: e}], f]\ng: h\n")
    for _ in range(5):
        source.get_event()
    events.skip(source.get_event)
    assert source.get_event().value == "g"
