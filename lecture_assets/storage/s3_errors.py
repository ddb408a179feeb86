"""What S3 and boto3 say when something fails, as one sentence that names the setting."""

from collections.abc import Iterator
from contextlib import contextmanager

from lecture_assets.errors import (
    LectureError,
    SettingsError,
    StoreError,
    StoreUnavailableError,
)

_KEY = "S3 does not know the access key; check AWS_ACCESS_KEY_ID"
_EXPIRED = (
    "the credentials have expired; set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and "
    "AWS_SESSION_TOKEN to new ones"
)
_DENIED = (
    "access is denied; allow it to the key in AWS_ACCESS_KEY_ID, as docs/s3.md says, or choose "
    "another place with LECTURE_STORE"
)
_REGION = "the bucket is in another region; set AWS_DEFAULT_REGION to its own"
_NONE = (
    "there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or one of AWS's "
    "other ways, such as AWS_PROFILE"
)
_HALF = "half of the credentials is missing; set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
_UNSENT = (
    "the credentials hold a character that cannot be sent, such as a line break; check "
    "AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN"
)
_UNSENT_SAID = "Invalid header value"
_ANSWERS = "check AWS_ENDPOINT_URL and the network"
_KMS = "the encryption key cannot be used; check LECTURE_S3__KMS_KEY_ID"

_SETTINGS = {
    "InvalidAccessKeyId": _KEY,
    "Unauthorized": _KEY,
    "SignatureDoesNotMatch": "the secret is not the access key's; check AWS_SECRET_ACCESS_KEY",
    "ExpiredToken": _EXPIRED,
    "ExpiredTokenException": _EXPIRED,
    "InvalidToken": "the session token is not the access key's; check AWS_SESSION_TOKEN",
    "AccessDenied": _DENIED,
    "AllAccessDisabled": _DENIED,
    "403": _DENIED,
    "NoSuchBucket": "there is no such bucket; make it, or check LECTURE_STORE and AWS_ENDPOINT_URL",
    "InvalidBucketName": "S3 takes no such name for a bucket; check LECTURE_STORE",
    "PermanentRedirect": _REGION,
    "AuthorizationHeaderMalformed": _REGION,
    "301": _REGION,
    "RequestTimeTooSkewed": "this machine's clock is wrong; set it",
    "KMS.NotFoundException": _KMS,
    "KMS.DisabledException": _KMS,
    "KMS.KMSInvalidStateException": _KMS,
}
_OBJECT = {
    "NoSuchKey": "it is not there",
    "404": "it is not there",
    "KeyTooLongError": "its name is too long for S3",
    "InvalidRequest": "S3 does not take its name",
    "InvalidURI": "S3 does not take its name",
    "InvalidObjectName": "S3 does not take its name",
    "XMinioInvalidObjectName": "S3 does not take its name",
    "EntityTooLarge": "it is too large for S3",
    "PreconditionFailed": "it was changed meanwhile",
}


@contextmanager
def explained(what: str, place: str) -> Iterator[None]:
    """Turn whatever boto3 raises inside into one sentence.

    Args:
        what: What cannot be done with the place, such as ``read``.
        place: The object, as a person calls it.

    Raises:
        SettingsError: A setting keeps S3 from doing it.
        StoreError: The object is not there, or cannot be as it was asked.
        StoreUnavailableError: S3 does not do its part, after many tries.
    """
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError
    from s3transfer.exceptions import (  # noqa: PLC0415 - it brings botocore
        RetriesExceededError,
        S3DownloadFailedError,
    )

    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        raise _of_code(code, f"{place!r} cannot be {what}") from error
    except S3DownloadFailedError as error:
        raise StoreError(f"{place!r} cannot be {what}: it was changed meanwhile.") from error
    except (BotoCoreError, Boto3Error, RetriesExceededError) as error:
        raise _of_boto(error, f"{place!r} cannot be {what}") from error


def _of_code(code: str, failed: str) -> LectureError:
    if code in _SETTINGS:
        return SettingsError(f"{failed}: {_SETTINGS[code]}.")
    if code in _OBJECT:
        return StoreError(f"{failed}: {_OBJECT[code]}.")
    return StoreUnavailableError(f"{failed}: S3 answers {code or 'nothing that is known'}.")


def _of_boto(error: Exception, failed: str) -> LectureError:
    from botocore import exceptions as boto

    of_credentials = {
        boto.NoCredentialsError: _NONE,
        boto.PartialCredentialsError: _HALF,
        boto.ProfileNotFound: "there is no such profile; check AWS_PROFILE",
    }
    for kind, said in of_credentials.items():
        if isinstance(error, kind):
            return SettingsError(f"{failed}: {said}.")
    if isinstance(error, boto.ParamValidationError):
        return StoreError(f"{failed}: S3 does not take its name.")
    if isinstance(error, boto.HTTPClientError) and _UNSENT_SAID in str(error):
        return SettingsError(f"{failed}: {_UNSENT}.")
    if isinstance(error, boto.HTTPClientError | boto.ConnectionError):
        return StoreUnavailableError(f"{failed}: S3 does not answer; {_ANSWERS}.")
    return StoreUnavailableError(f"{failed}: {type(error).__name__}; {_ANSWERS}.")
