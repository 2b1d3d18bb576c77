"""What one text says: pure stages, from bytes to facts. No disk, clock, logging or Prefect."""
