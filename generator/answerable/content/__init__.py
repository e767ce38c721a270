"""Reading the whole folder `content/`: company files, records, intake and closed months become one `Content`."""
