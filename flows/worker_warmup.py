"""What the fork server imports and loads once, so that no worker has to: the stages and the language model."""

import logging

import py3langid

import flows.workers  # noqa: F401 - the stages

try:
    py3langid.classify("The first call loads the model.")
except OSError as error:  # it is unpacked into a temporary file
    raise SystemExit(f"the language model cannot be unpacked: {error}") from None
# What a page lacks is told by our own rows; the extractor's log would repeat its words.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)
