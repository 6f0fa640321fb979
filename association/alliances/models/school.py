import unicodedata
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from association.alliances.enums import (
    CampusKind,
    CoordinateSystem,
    MembershipStatus,
    SchoolKind,
    SubjectField,
)
from association.core import clock
from association.core.bilingual import Bilingual
from association.core.regulated import Event, Regulated

LONGEST_INTRODUCTION = 300
LONGEST_ENGLISH = 600  # the same said in English takes twice as many characters


def searchable(text: str) -> str:
    """Return a text as the search compares it: NFKC, lower case, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


class SchoolQuerySet(models.QuerySet):
    """What the association says about schools."""

    def members(self) -> Self:
        """Schools that are members now."""
        return self.filter(memberships__status=MembershipStatus.ACTIVE)

    def in_alliance(self, code: str) -> Self:
        """Members of an alliance now."""
        return self.filter(
            memberships__status=MembershipStatus.ACTIVE, memberships__alliance__code=code
        )

    def named_like(self, text: str) -> Self:
        """Schools whose name contains the text, wherever in it."""
        return self.filter(search_name__contains=searchable(text))


class School(Bilingual, Regulated):
    """A private or training school or kindergarten (民办学校), known by its credit code."""

    audit_school = "pk"

    name = models.CharField(_("name"), max_length=120)
    search_name = models.CharField(max_length=120, editable=False, db_index=True)
    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SchoolKind.choices)
    subject_field = models.CharField(
        _("subject field"), max_length=20, choices=SubjectField.choices, blank=True
    )
    approved_scope = models.CharField(_("approved scope"), max_length=200, blank=True)
    licence_no = models.CharField(_("licence number"), max_length=60, blank=True)
    licence_valid_until = models.DateField(_("licence valid until"), null=True, blank=True)
    licence_long_term = models.BooleanField(_("licence without end date"), default=False)
    contact_name = models.CharField(_("person in charge"), max_length=60, blank=True)
    phone = models.CharField(_("office phone"), max_length=30, blank=True)
    # The school's own words. Nobody verified them, so they may be hidden, with a reason it reads.
    introduction_zh = models.CharField(
        _("introduction"), max_length=LONGEST_INTRODUCTION, blank=True, editable=False
    )
    introduction_en = models.CharField(
        _("introduction in English"), max_length=LONGEST_ENGLISH, blank=True, editable=False
    )
    introduction_hidden = models.CharField(
        _("why the introduction is hidden"), max_length=500, blank=True, editable=False
    )
    public_version = models.PositiveBigIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["search_name", "pk"]
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        permissions = [
            ("represent_school", "Can act for the school"),
            ("sign_for_school", "Can sign for the school"),
            ("invite_principal", "Can invite a principal"),
            ("import_roster", "Can import the member ledger"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(licence_long_term=False) | Q(licence_valid_until__isnull=True),
                name="alliances_school_long_term_has_no_end",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if len(searchable(self.name)) > self._meta.get_field("search_name").max_length:
            raise ValidationError({"name": _("This name is too long.")})
        if self.licence_long_term and self.licence_valid_until:
            raise ValidationError(
                {"licence_valid_until": _("Leave the date empty, or untick “without end date”.")}
            )

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_name = searchable(self.name)
        if (fields := kwargs.get("update_fields")) and "name" in fields:
            kwargs["update_fields"] = {*fields, "search_name"}
        super().save(*args, **kwargs)

    def public_school(self) -> "School":
        return self

    @property
    def introduction(self) -> str:
        """What the school says of itself in the reader's language; empty while it is hidden."""
        return "" if self.introduction_hidden else self.in_language("introduction")

    @property
    def licence_expired(self) -> bool:
        """The licence's last day has passed; it flips at local midnight."""
        return self.licence_valid_until is not None and self.licence_valid_until < clock.today()


class SchoolEvent(Event):
    """What was done to a school's entry in the register."""

    record = models.ForeignKey(School, on_delete=models.PROTECT, related_name="events")
    changes = models.JSONField(default=dict)

    class Meta(Event.Meta):
        pass


class Campus(models.Model):
    """A place where a school teaches (校区). Coordinates are WGS-84 degrees."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="campuses")
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(
        _("kind"), max_length=20, choices=CampusKind.choices, default=CampusKind.MAIN
    )
    street = models.CharField(_("street"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    source_crs = models.CharField(
        _("coordinates given in"), max_length=10, choices=CoordinateSystem.choices, blank=True
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("campus")
        verbose_name_plural = _("campuses")
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(kind="main"), name="alliances_campus_one_main"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # Written out: a range asked of NULL is NULL, and a check lets NULL pass.
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="alliances_campus_whole_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SchoolGroupObjectPermission(GroupObjectPermissionBase):
    """A grant on one school. The foreign key keeps a reused number from inheriting it."""

    content_object = models.ForeignKey(School, on_delete=models.CASCADE)


class SchoolUserObjectPermission(UserObjectPermissionBase):
    """Never filled: grants go to groups. It keeps guardian off its generic table."""

    content_object = models.ForeignKey(School, on_delete=models.CASCADE)
