"""Tests of the exporter's server; services/test_metrics.py has it as a process."""

import socket

import pytest

from lecture_assets.defs.metrics.serve import serve_metrics
from lecture_assets.errors import SettingsError
from lecture_assets.studio import Studio


def test_a_port_that_is_taken_is_one_sentence(empty_store: Studio) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"127.0.0.1:{port}: .*; choose another --port."):
            serve_metrics(empty_store, "127.0.0.1", port)
