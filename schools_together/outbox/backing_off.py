"""How long a refused letter or a failed job waits before the next attempt, and when it is given up."""

from datetime import timedelta

# After each failure the next attempt waits longer; the eighth failure is the last (some 41 hours).
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]
MOST_ATTEMPTS = len(WAITS) + 1
