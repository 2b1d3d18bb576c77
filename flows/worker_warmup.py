"""What the fork server imports and loads once, so that no worker has to: the stages and the language model."""

import logging

import py3langid

import flows.workers  # noqa: F401 - the stages

py3langid.classify("The first call loads the model.")
# What a page lacks is told by our own rows; the extractor's log would repeat its words.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)
