"""Facts of a practice's own: `attributes:` of records, and the JSON Schemas that a practice may give for them."""
