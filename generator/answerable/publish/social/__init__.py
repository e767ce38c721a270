"""What social networks show: preview pictures, profile texts and structured data."""
