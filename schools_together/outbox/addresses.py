"""How much of an e-mail address may be shown: never the whole of somebody else's."""

import re

ADDRESS = re.compile(r"([\w.+-])[\w.+-]*(?:@|%40)([\w-]+(?:\.[\w-]+)+)")


def masked(address: str) -> str:
    """ "a…@school.example": enough for the one who wrote it to know it again, too little to write to."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"


def domain_of(address: str) -> str:
    """What stands behind the @: the evidence that an address is a school's."""
    return address.rpartition("@")[2].lower()


def without_addresses(text: str) -> str:
    """The same words with every address masked, as for a log or for what a mail server said."""
    return ADDRESS.sub(r"\1…@\2", text)
