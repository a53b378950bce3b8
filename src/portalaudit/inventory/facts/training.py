"""Derived facts: training."""
