"""Every error that a user can meet, as one tree.

LectureError
├── SettingsError            the settings, or what is installed, do not allow the work
│   └── MissingToolError     a program, font or model that has to be there is not
├── RefusedLectureError      the file is not a lecture we take; the same file will be refused again
├── StoreError               an artifact cannot be read or written
├── StoreUnavailableError    the store does not answer, so nobody knows what is in it
├── LectureBusyError         another process is working on the same lecture
├── EditsError               what an editor wrote about a lecture cannot be obeyed
├── ProviderError            a hosted provider did not do what was asked
│   ├── RefusedKeyError      it does not take the API key
│   └── BudgetExceededError  it would cost more than the cap allows
├── DeliveryError            the webhook did not take a document
│   └── UnwantedError        and will not take it, however often it is sent
└── MediaError               ffmpeg could not do what was asked
    └── MediaTimeoutError    it did not finish within its limit

Messages say what failed, on which file, and what to do next, in one sentence.
"""


class LectureError(Exception):
    """Base of all errors with a message meant for the person who runs the system."""


class SettingsError(LectureError):
    """The settings, or what is installed, do not allow the work."""


class MissingToolError(SettingsError):
    """A program, font or model that has to be there is not."""


class RefusedLectureError(LectureError):
    """The upload is not a lecture that can be processed, however often it is tried."""


class StoreError(LectureError):
    """An artifact cannot be read from or written to the store."""


class StoreUnavailableError(LectureError):
    """The store does not answer.

    It is no StoreError, which may be taken for an object that is not there.
    """


class LectureBusyError(LectureError):
    """Another process is working on the same lecture."""


class EditsError(LectureError):
    """What an editor wrote about a lecture cannot be obeyed."""


class ProviderError(LectureError):
    """A hosted provider did not do what was asked."""


class RefusedKeyError(ProviderError):
    """A hosted provider does not take the API key."""


class BudgetExceededError(ProviderError):
    """What a hosted provider is asked for would cost more than the cap allows."""


class DeliveryError(LectureError):
    """The webhook did not take a document."""


class UnwantedError(DeliveryError):
    """The webhook does not want a document, however often it is sent."""


class MediaError(LectureError):
    """Ffmpeg ended without doing what was asked."""


class MediaTimeoutError(MediaError):
    """Ffmpeg did not finish within its limit."""
