"""Findings that are accepted in writing: what each waiver is worth, and the fails that it covers shown as waived.

It stands beside the engine: rules know nothing of waivers, and an outcome is a value that is passed on.
"""
