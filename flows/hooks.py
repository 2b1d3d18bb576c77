"""How a scheduled run ends: one line where it fails or crashes, a command or a web hook where a setting names one."""

import atexit
import http.client
import json
import logging
import os
import shlex
import subprocess
import sys
import urllib.request
from typing import Any

from flows.settings import SettingsError, load_settings

_SECONDS = 30
_LONGEST_LINE = 500
_log = logging.getLogger("sayso.hooks")


def tell_failure(flow: Any, flow_run: Any, state: Any) -> None:
    """Write one line, run `failure_command` with it and post it to `failure_url`. Never fails itself."""
    message = " ".join(str(state.message or "").split())[:_LONGEST_LINE]
    line = f"sayso: {flow.name} run {flow_run.name} ended as {state.name}: {message}"
    _log.error("%s", line)
    try:
        settings = load_settings()
    except SettingsError as error:
        _log.error("nobody was told: %s", error)
        return
    if settings.failure_command:
        _run(settings.failure_command, line)
    if settings.failure_url:
        told = {"flow": flow.name, "run": flow_run.name, "state": state.name, "message": message}
        _post(settings.failure_url, told)


def _run(command: str, line: str) -> None:
    try:
        subprocess.run([*shlex.split(command), line], timeout=_SECONDS, check=True, stdin=subprocess.DEVNULL)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        _log.error("failure_command did not do its work: %s", type(error).__name__)


def _post(url: str, told: dict[str, str]) -> None:
    if not url.startswith(("http://", "https://")):
        _log.error("failure_url must begin with http:// or https://")
        return
    try:
        request = urllib.request.Request(  # noqa: S310 - its scheme was looked at
            url, json.dumps(told).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310 - as above
            pass
    except (OSError, ValueError, http.client.HTTPException) as error:
        _log.error("failure_url could not be told: %s", type(error).__name__)


def _end_quietly() -> None:
    """Say nothing more. What holds DuckDB's module at the end makes its bindings print a hundred lines about leaks
    that are none, after the run is over and its exit code is known. Can go when a worker's log has none without it.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


if "PREFECT__FLOW_RUN_ID" in os.environ:  # a worker started this process for one run
    atexit.register(_end_quietly)
