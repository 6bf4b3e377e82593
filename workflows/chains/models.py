"""Chains as versioned data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.chains import chain
from workflows.chains.chain import Chain

# A version never changes, and its hash says what is in it, whichever tenant it belongs to.
_read: dict[str, Chain] = {}


class ChainVersion(models.Model):
    """One version of a chain, stored once under the hash of its content. Never changed, never deleted."""

    hash = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.hash[:12]

    @property
    def chain(self) -> Chain:
        """The stages of this version."""
        if self.hash not in _read:
            _read[self.hash] = chain.read(self.content)
        return _read[self.hash]


class EscalationChain(models.Model):
    """A chain of this tenant: its name and the version that new cases get."""

    slug = models.SlugField(_("kortnamn"), max_length=60, unique=True)
    version = models.ForeignKey(ChainVersion, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.slug
