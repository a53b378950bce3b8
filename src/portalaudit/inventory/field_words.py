"""Fields in words: `last_login_on` is the last login date."""

from collections.abc import Mapping
from types import MappingProxyType


def field_words(name: str) -> str:
    """A field in words: `last_login_on` is the last login date."""
    name = name.rpartition(".")[2]
    if name in _WORDS:
        return _WORDS[name]
    if name.endswith("_on"):
        stem = name.removesuffix("_on")
        return f"{_WORDS.get(stem, stem.replace('_', ' '))} date"
    return name.removesuffix("_id").replace("_", " ")


_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "agreement": "service agreement",
        "approved": "approval",
        "approved_by": "approver",
        "attested": "attestation",
        "checked": "check",
        "cleared_on": "background check date",
        "closed": "closing",
        "completed": "completion",
        "created": "creation",
        "deactivated": "deactivation",
        "deactivated_by": "person who deactivated it",
        "decided": "decision",
        "email": "email address",
        "email_domains": "email domains",
        "exclusion_checked": "exclusion check",
        "executed": "execution",
        "executed_by": "person who carried it out",
        "exercised": "last exercise",
        "expires": "expiration",
        "exports": "user list",
        "fte": "number of full-time staff (FTE)",
        "granted": "effective",
        "last_login_source": "source of the last login",
        "locations": "sites",
        "login_url": "sign-in address",
        "match": "result of the reconciliation with the staff list",
        "medicare_parts": "Medicare parts",
        "mfa": "second factor",
        "modules": "training modules",
        "npi": "NPI",
        "npis": "NPIs",
        "opened": "opening",
        "owner": "owner",
        "password_changed": "password change",
        "password_expires": "password expiration",
        "performed_by": "person who made the change",
        "person": "owner",
        "persons": "users",
        "provisioned_by": "person who created it",
        "recertification": "last recertification",
        "recertified": "recertification",
        "requested": "request",
        "requested_by": "requester",
        "roles": "job roles",
        "rotated": "secret rotation",
        "sha256": "SHA-256",
        "signed": "sign-off",
        "signed_by": "signer",
        "suspended": "suspension",
        "tax_id": "tax ID",
        "tax_ids": "tax IDs",
        "url_verified_on": "address check date",
        "used_by": "record of who used it",
        "vault_readers": "readers of the vault item",
        "verified": "verification",
    }
)
"""What the name of a field, or what stands before its `_on`, is called where the name alone does not say it well."""
