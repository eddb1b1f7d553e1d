"""What the gap files are written with, and the gaps of moto's request handling itself.

A gap is one function marked with `gap`, which patches moto when it is called. Its docstring says what stock
moto does wrong and what AWS does. Its test (tests/embedded_aws) fails as soon as stock moto does it right.
"""

import functools
import json
import traceback
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import convert_to_flask_response
from werkzeug.exceptions import HTTPException

Filler = Callable[[], None]

GAPS: dict[str, Filler] = {}
"""Every gap by its name, `<file>.<function>`."""


def gap(filler: Filler) -> Filler:
    """Register a function that fills one gap of moto."""
    GAPS[f"{filler.__module__.rsplit('.', 1)[-1]}.{filler.__name__}"] = filler
    return filler


def replace(owner: type, name: str | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Replace a method; the replacement receives the original as its first argument.

    Without `name` the function's own name is the method's name.
    """

    def decorate(replacement: Callable[..., Any]) -> Callable[..., Any]:
        method = name or replacement.__name__
        original = getattr(owner, method)

        @functools.wraps(original)
        def replaced(self: Any, *args: Any, **kwargs: Any) -> Any:
            return replacement(functools.partial(original, self), self, *args, **kwargs)

        setattr(owner, method, replaced)
        return replacement

    return decorate


def add(owner: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add a method which moto lacks, under the function's own name."""

    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        setattr(owner, method.__name__, method)
        return method

    return decorate


class ActionNotImplemented(ServiceException):
    """moto knows the service, but not this action of it."""

    code = "ActionNotImplemented"


class EmbeddedAwsFailure(ServiceException):
    """moto itself failed while it handled the action."""

    code = "EmbeddedAwsFailure"


def _refusal(service: str, action: str, error: Exception) -> ServiceException:
    if isinstance(error, NotImplementedError):
        refusal = ActionNotImplemented(f"The embedded AWS does not implement {service}:{action}.")
        print(refusal.message, flush=True)
        return refusal
    traceback.print_exception(error)  # the server's log is where a filler for it starts
    return EmbeddedAwsFailure(f"The embedded AWS failed in {service}:{action}: {type(error).__name__}: {error}")


def _service(handler: Callable[..., Any]) -> str:
    """The name of moto's package that a request handler lives in."""
    owner = getattr(handler, "__self__", handler)
    package: str = owner.__module__.split(".")[1]
    return package


def _as_body(service: str, refusal: ServiceException) -> tuple[str, str]:
    """The refusal in the service's own protocol, and its content type."""
    error = f"<Error><Code>{refusal.code}</Code><Message>{escape(refusal.message)}</Message></Error>"
    if service == "s3":
        return error, "application/xml"
    if service in ("route53", "cloudfront"):
        return f"<ErrorResponse>{error}</ErrorResponse>", "application/xml"
    return json.dumps({"__type": refusal.code, "message": refusal.message}), "application/json"


_READS = ("Get", "List", "Describe")
_LOOKS = 5


def look_again(action: Callable[[], str | None], call: Callable[[], Any]) -> Any:
    """Calls it; an action that reads is called again where another thread has written meanwhile, which moto allows."""
    for _ in range(_LOOKS):
        try:
            return call()
        except RuntimeError as error:
            if "changed size during iteration" not in str(error) or not (action() or "").startswith(_READS):
                raise
    return call()


@gap
def unimplemented_action() -> None:
    """Stock moto answers HTTP 500 to an action that it lacks or fails in; clients repeat that for minutes.

    AWS answers 4xx to a request that it cannot serve; here that is HTTP 400 naming the action.
    """

    @replace(BaseResponse)
    def call_action(original: Callable[[], Any], self: BaseResponse) -> Any:
        try:
            return look_again(self._get_action, original)
        except (HTTPException, ServiceException):
            raise
        except Exception as error:
            refusal = _refusal(self.service_name or "aws", self._get_action(), error)
            return self.serialized(ActionResult(refusal))

    @replace(convert_to_flask_response, "__call__")
    def answer(original: Callable[..., Any], self: convert_to_flask_response, *args: Any, **kwargs: Any) -> Any:
        # Services with a dispatcher of their own (S3, Route 53, Lambda) never come through call_action.
        try:
            return original(*args, **kwargs)
        except (HTTPException, ServiceException):
            raise
        except Exception as error:
            from flask import Response, request

            service = _service(self.callback)
            refusal = _refusal(service, f"{request.method} {request.path}", error)
            body, content_type = _as_body(service, refusal)
            return Response(body, status=400, content_type=content_type)
