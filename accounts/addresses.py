"""How much of an e-mail address may be shown: never the whole of somebody else's."""


def masked(address: str) -> str:
    """ "a…@school.example": enough for the one who wrote it to know it again, too little to write to."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"


def domain_of(address: str) -> str:
    """What stands behind the @: the evidence that an address is a school's."""
    return address.rpartition("@")[2].lower()
