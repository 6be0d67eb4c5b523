"""A clock for botocore that stands still."""

import datetime
from unittest import mock

import botocore.auth


def fixed_time(now):
    """botocore asks for the time in ways that changed between its versions."""
    if hasattr(botocore.auth, "get_current_datetime"):
        return mock.patch.object(
            botocore.auth, "get_current_datetime", lambda remove_tzinfo=True: now
        )
    clock = mock.Mock(wraps=datetime.datetime)
    clock.utcnow.return_value = now
    return mock.patch.object(botocore.auth.datetime, "datetime", clock)
