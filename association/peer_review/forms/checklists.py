"""The forms in which a checklist is drafted: its sections, and the items of one section."""

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from association.peer_review.checklists.questions import (
    Question,
    groups_of,
    question_of,
)
from association.peer_review.checklists.rules import problems_of

ITEMS = "items"


class SectionItemsForm(WagtailAdminModelForm):
    """The items of one section; a mistake in a rule stands beside the field it is in."""

    def is_valid(self) -> bool:
        return super().is_valid() and self._rules_hold()

    def _rules_hold(self) -> bool:
        rows = {row.cleaned_data["code"]: row for row in self._item_forms()}
        try:
            here = [self._question(row) for row in self._item_forms()]
        except forms.ValidationError:
            return False
        whole: list[Question] = []
        for group in groups_of(self.instance.version):
            mine = group.section.pk == self.instance.pk
            whole += here if mine else group.questions
        problems = problems_of(whole)
        for problem in problems:
            row = rows.get(problem.code)
            if row is None:
                self.add_error(None, str(problem))
            else:
                row.add_error(problem.field, problem.sentence)
        return not problems

    def _item_forms(self) -> list[forms.ModelForm]:
        return self.formsets[ITEMS].ordered_forms

    def _question(self, row: forms.ModelForm) -> Question:
        section = self.instance
        try:
            return question_of(row.cleaned_data, section=section.key, repeats=section.repeats)
        except ValueError as error:
            refusal = forms.ValidationError(
                _("This line cannot be read: %(line)s. Write: key = Chinese | English"),
                params={"line": str(error)},
            )
            row.add_error("choices", refusal)
            raise refusal from error
