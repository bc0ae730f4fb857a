"""An advert as people hand it over: words, a posting as JSON, or a page that holds one.

Employers begin a role with it, learners a goal; both are read alike, and look at the words alone.
"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from testamur.talent.postings import MOST_CHARACTERS, Posting, read_job_posting

__all__ = ["PostingForm"]


class PostingForm(forms.Form):
    """What the job is called and what it asks for; a file goes before what is typed."""

    label = forms.CharField(
        label=_("What the job is called"),
        max_length=200,
        required=False,
        help_text=_("If you leave it out, what is made of it is called as the posting is."),
    )
    text = forms.CharField(
        label=_("The text"),
        max_length=MOST_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Paste the advert as it is, or a posting as JSON. It is read here and sent to nobody."
        ),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_(
            "A text, a schema.org JobPosting or HR Open position as JSON, or a page that holds one."
        ),
        widget=forms.FileInput(attrs={"accept": ".txt,.json,.jsonld,.html,.htm"}),
    )

    def read(self) -> Posting:
        """Its title and words; raises `Refused` (`posting.*`, `json.*`, `skills.not-text`)."""
        file = self.cleaned_data.get("file")
        posting = read_job_posting(
            file.read(MOST_CHARACTERS) if file else self.cleaned_data["text"]
        )
        return Posting(self.cleaned_data["label"] or posting.title, posting.text)

    @classmethod
    def shown_again(cls, posting: Posting) -> PostingForm:
        """The form with what was read in it, to be confirmed or read again."""
        return cls(initial={"label": posting.title, "text": posting.text})
