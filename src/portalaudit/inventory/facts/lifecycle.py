"""Derived facts: lifecycle."""
