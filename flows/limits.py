"""What one document may cost. Loads nothing, so that settings and workers can both name it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one document may cost before its worker is killed."""

    # Time by the clock without what it waits for a core; real pages take 10 to 200 ms, the worst measured page
    # without attack 5 s.
    seconds: float = 20.0
    memory_bytes: int = 2_000_000_000  # address space of the worker; a usual page peaks at 180 MB resident
