"""sayso: from raw news text to attributed facts in DuckDB."""
