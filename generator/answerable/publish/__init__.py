"""Publications: from facts to files. Each module makes one kind of file; `site.py` lists them all."""
