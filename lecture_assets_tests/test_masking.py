"""Tests of taking secrets out of what is written."""

import pytest
from pydantic import SecretStr

from lecture_assets.masking import Mask, secrets_of
from lecture_assets.operations import WebhookOptions
from lecture_assets.settings import Settings


@pytest.mark.parametrize(
    "name",
    [
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "OPENAI_API_KEY",
        "GEMINI_API_KEY",
        "POSTGRES_PASSWORD",
        "DAGSTER_PG_PASSWORD",
        "LECTURE_WEBHOOK__SECRET",
    ],
)
def test_the_value_of_a_variable_that_holds_a_secret_is_hidden(name: str) -> None:
    mask = Mask(secrets_of(Settings(), {name: "wJalrXUtnFEMI/K7MDENG", "HOME": "/home/ada"}))
    assert mask("sent wJalrXUtnFEMI/K7MDENG from /home/ada") == "sent *** from /home/ada"


def test_the_webhook_s_secret_and_address_are_hidden() -> None:
    webhook = WebhookOptions(url="https://hooks.example/T0/B1/x", secret=SecretStr("s3cr3t-key"))
    mask = Mask(secrets_of(Settings(webhook=webhook), {}))
    assert mask("POST https://hooks.example/T0/B1/x with s3cr3t-key") == "POST *** with ***"


def test_a_secret_too_short_to_tell_from_a_word_is_left_alone() -> None:
    assert secrets_of(Settings(), {"A_PASSWORD": "the", "B_TOKEN": ""}) == frozenset()


def test_a_secret_that_holds_another_is_hidden_whole() -> None:
    assert Mask(["secret", "secret-and-more"])("secret-and-more, secret") == "***, ***"


def test_the_signature_of_a_link_is_hidden_and_its_address_is_not() -> None:
    link = (
        "https://s3.example/b/k.mp4?X-Amz-Credential=AKIA%2F2026&X-Amz-Expires=900"
        "&X-Amz-Security-Token=abc&X-Amz-Signature=0f3a"
    )
    assert Mask([])(f"GET '{link}'") == (
        "GET 'https://s3.example/b/k.mp4?X-Amz-Credential=***&X-Amz-Expires=900"
        "&X-Amz-Security-Token=***&X-Amz-Signature=***'"
    )


@pytest.mark.parametrize(
    ("address", "hidden"),
    [
        ("postgresql+psycopg2://ada:pa55@db:5432/d", "postgresql+psycopg2://ada:***@db:5432/d"),
        ("redis://:pa55@127.0.0.1:6379/0", "redis://:***@127.0.0.1:6379/0"),
        ("https://127.0.0.1:8333/a@b", "https://127.0.0.1:8333/a@b"),
    ],
)
def test_the_password_in_an_address_is_hidden(address: str, hidden: str) -> None:
    assert Mask([])(f"cannot reach {address}.") == f"cannot reach {hidden}."
