"""The page's colours for pictures, which no style sheet reaches; white on each has a contrast of 6 and more."""

OK = "#1a6b3c"
PLANNED = "#1d549f"
MINOR = "#7a5200"
MAJOR = "#99400a"
CRITICAL = "#a31927"
UNKNOWN = "#51565f"
