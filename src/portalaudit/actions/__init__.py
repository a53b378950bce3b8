"""What a run's verdicts come to: actions that settle its findings, and questions for what is missing.

Neither changes a verdict: a finding stays a finding, marked with the action that ends it.
"""
