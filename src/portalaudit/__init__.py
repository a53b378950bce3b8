"""portalaudit: compliance as code for who can sign in to which payer portal."""

__version__ = "0.1.0"
