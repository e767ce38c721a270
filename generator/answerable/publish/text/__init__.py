"""Words for readers: dates, numbers, terms, record texts and how wide they are."""
