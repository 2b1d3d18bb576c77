"""What one document may cost. Loads nothing, so that settings and workers can both name it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one document may cost before its worker is killed."""

    seconds: float = (
        20.0  # wall time; real pages take 10 to 200 ms, the worst measured page without attack 5 s
    )
    memory_bytes: int = 2_000_000_000  # address space of the worker; a usual page peaks at 180 MB resident
