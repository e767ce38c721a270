"""Errors of validators: Pydantic's own would make plain English of a message."""

from __future__ import annotations

from pydantic_core import PydanticCustomError


def invalid(kind: str, message: str) -> ValueError:
    """Return the error that a validator raises; `message` goes on from the name of the value: "is not a day"."""
    return PydanticCustomError(kind, "{message}", {"message": message})


def message_of(error: Exception) -> str:
    """Return the message of an error of `invalid`, or of any other one."""
    message = (error.context or {}).get("message") if isinstance(error, PydanticCustomError) else None
    return message if isinstance(message, str) else str(error)
