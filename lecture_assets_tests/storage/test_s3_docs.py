"""Tests that the rules in docs/s3.md are ones that S3 takes."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from lecture_assets_tests.servers.ports import free_port

_PAGE = Path(__file__).parents[2] / "docs" / "s3.md"


def _block(word: str) -> Any:  # noqa: ANN401
    blocks = re.findall(r"```json\n(.*?)```", _PAGE.read_text(), re.DOTALL)
    (found,) = [block for block in blocks if word in block]
    return json.loads(found)


@pytest.fixture
def amazon(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", free_port(), verbose=False)
    server.start()
    monkeypatch.setitem(os.environ, "AWS_ACCESS_KEY_ID", "anyone")
    monkeypatch.setitem(os.environ, "AWS_SECRET_ACCESS_KEY", "anything")
    monkeypatch.setitem(os.environ, "AWS_DEFAULT_REGION", "us-east-1")
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


def test_the_rules_of_the_bucket_are_taken(amazon: str) -> None:
    client = boto3.client("s3", endpoint_url=amazon)
    client.create_bucket(Bucket="lectures")
    client.put_bucket_lifecycle_configuration(
        Bucket="lectures", LifecycleConfiguration=_block("AbortIncompleteMultipartUpload")
    )
    client.put_bucket_cors(Bucket="lectures", CORSConfiguration=_block("CORSRules"))
    (rule,) = client.get_bucket_lifecycle_configuration(Bucket="lectures")["Rules"]
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    assert "Expiration" not in rule
    cors = client.get_bucket_cors(Bucket="lectures")["CORSRules"]
    assert [method for each in cors for method in each["AllowedMethods"]] == ["GET", "HEAD", "PUT"]
    client.close()


def test_the_policy_of_the_key_is_one(amazon: str) -> None:
    client = boto3.client("iam", endpoint_url=amazon)
    made = client.create_policy(
        PolicyName="lectures", PolicyDocument=json.dumps(_block("Statement"))
    )
    assert made["Policy"]["PolicyName"] == "lectures"
    client.close()
