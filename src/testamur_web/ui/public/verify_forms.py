"""The form of the verification page: files, or anything pasted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur_web.verifying.sources import MAX_FILE_BYTES, MAX_FILES, Handed

__all__ = ["FilesField", "VerifyForm", "handed_in"]

_MAX_PASTED: Final = 1_000_000
_TYPES: Final = ".json,.jsonld,.jwt,.txt,.png,.svg,.jpg,.jpeg,.webp,.pdf,application/json,image/*"


class FilesInput(forms.ClearableFileInput):
    """A choice of several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files, each as it was uploaded; an empty one is told of like any other.

    `types` are those that a browser offers first.
    """

    def __init__(self, *, types: str, help_text: Any) -> None:
        super().__init__(
            label=gettext_lazy("Files"),
            required=False,
            help_text=help_text,
            widget=FilesInput(attrs={"multiple": True, "accept": types}),
        )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """All files that were chosen."""
        del initial
        return [each for each in data or [] if each]


def handed_in(files: Iterable[UploadedFile[Any]], *, most: int) -> list[Handed]:
    """What was uploaded; of a file of more than `most` bytes only enough to say so."""
    return [Handed((file.name or "")[:200], file.read(most + 1)) for file in files]


class VerifyForm(forms.Form):
    """Files, or text: JSON, a token, or an address."""

    file = FilesField(
        types=_TYPES,
        help_text=gettext_lazy(
            "Badge images (PNG, SVG), JSON, tokens, PDF certificates, or a photo of a QR code. Up "
            "to 50 at once, 5 MB each."
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste it here"),
        required=False,
        max_length=_MAX_PASTED,
        help_text=gettext_lazy("The link you were sent, or the credential itself as text."),
        widget=forms.Textarea(
            attrs={
                "rows": 4,
                "spellcheck": "false",
                "autocomplete": "off",
                "autocapitalize": "none",
            }
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Something at least, and no more files than are checked at once."""
        given = super().clean() or {}
        files, text = given.get("file") or [], given.get("text") or ""
        if not self.errors and not files and not text.strip():
            raise forms.ValidationError(_("Choose a file, or paste a link or a credential."))
        if len(files) > MAX_FILES:
            told = _("These are %(count)s files; %(most)s are checked at once.")
            self.add_error("file", told % {"count": len(files), "most": MAX_FILES})
        return given

    @property
    def handed(self) -> list[Handed]:
        """What was handed over."""
        found = handed_in(self.cleaned_data["file"], most=MAX_FILE_BYTES)
        text = self.cleaned_data["text"].strip()
        if text:
            is_address = text.lower().startswith(("https://", "http://"))
            found.append(Handed(text[:200] if is_address else _("Pasted text"), text.encode()))
        return found
