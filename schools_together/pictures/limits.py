"""How much of a picture we take on. The same for every picture of the site."""

MOST_BYTES = 12 * 1024 * 1024
MOST_BYTES_AT_ONCE = 60 * 1024 * 1024
MOST_FILES_AT_ONCE = 8
MOST_PIXELS = 40_000_000
# The decoder of WebP keeps four copies: so many points cost it 150 MB, as 40 million cost that of JPEG (decision 0019).
MOST_PIXELS_OF_WEBP = 9_000_000
LONGEST_SIDE = 1600
# A picture that takes longer than this to get its turn is refused with a sentence: no worker waits for ever.
LONGEST_WAIT_SECONDS = 6
# So many wait or are decoded in one process; it has twelve threads (docs/operating.md), so four are left for pages.
MOST_IN_LINE = 8
