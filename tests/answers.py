"""What the site has answered, for tests that read it."""


def body_of(answer) -> str:
    """What was sent, whether at once or bit by bit; what is no text is read as well as it can be."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")
