"""Read the folder `content/`: company files, records, intake and closed months, as one `Content`."""
