"""The moderators’ desk: reports first, then held enquiries. A reported or held message is read by a button that logs
it; other messages are not read at all.
"""

from . import enquiries, reports, stopping  # noqa: F401 - each registers its pages
