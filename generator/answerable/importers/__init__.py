"""Other systems' histories as records: each importer reads, `bring` merges what it read into `content/`."""
