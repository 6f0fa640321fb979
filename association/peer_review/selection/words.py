"""What `repeat-draw.js` says. The page carries it as JSON; the script has no words of its own."""

from django.utils.translation import gettext as _


def page_words() -> dict[str, str]:
    """Return the sentences by the names the script knows; it fills the placeholders."""
    return {
        "commitment_kept": _("The code is the one the association committed to."),
        "commitment_broken": _("This is not the code the association committed to."),
        "no_commitment": _("This draw was announced without a one-time code."),
        "bad_code": _("A one-time code has 16 letters and digits."),
        "only_numbers": _("“%(source)s”: only numbers belong here, “%(sign)s” is none."),
        "wrong_count": _("“%(source)s”: %(wanted)d numbers are needed, %(found)d were typed."),
        "out_of_range": _("“%(source)s”: %(number)s is not between %(low)d and %(high)d."),
        "twice": _("“%(source)s”: %(number)s stands there twice."),
        "line": _("%(name)s (no. %(number)d, %(alliance)s)"),
        "line_in_stratum": _("%(name)s (no. %(number)d, %(alliance)s, stratum %(stratum)s)"),
        "record_agrees": _("This is the published result."),
        "record_differs": _("This is not the published result. Check the numbers you typed."),
        "rules_hold": _("Every rule holds for all %(count)d visits."),
        "rule_broken": _("%(rule)s: %(schools)s"),
    } | _rules()


def _rules() -> dict[str, str]:
    """Return what is said of a broken rule, by the names `assignment.check` gives them."""
    return {
        "rule_relaxation": _("Not a relaxation that was announced"),
        "rule_stranger": _("Not a school of this round"),
        "rule_sends": _("Does not send out the number of visits"),
        "rule_receives": _("Does not receive the number of visits"),
        "rule_twice": _("The same visit twice"),
        "rule_self": _("A school visits itself"),
        "rule_both_ways": _("Two schools visit each other"),
        "rule_three_cycles": _("Three schools visit one another round about"),
        "rule_never": _("Schools that are kept apart"),
        "rule_avoid_rounds": _("Schools that met in a recent round"),
        "rule_rival_metres": _("Schools of the same field, too near to each other"),
        "rule_within": _("Schools of different alliances in a round within alliances"),
        "rule_related": _("Visitors who are kept apart come to the same school"),
        "rule_between": _("No visitor from another alliance"),
    }
