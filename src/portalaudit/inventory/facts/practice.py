"""Derived facts: practice."""
