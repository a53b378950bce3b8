"""What entities are called among the messages that CEL's type checker knows."""

PACKAGE = "portalaudit"


def message_name(entity: str) -> str:
    """The message's name for an entity, without the package. Entity names may hold dots."""
    return entity.replace(".", "__").replace("-", "_")


def entity_name(message: str) -> str:
    """The entity's name for a message, given with or without the package."""
    return message.removeprefix(f"{PACKAGE}.").replace("__", ".")
