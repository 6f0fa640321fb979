"""What the page of a finding offers to those who follow it."""

from typing import Any

from django import template

from association.peer_review.models import Finding
from association.peer_review.selectors.following_steps import FollowSteps, steps_with

register = template.Library()


@register.simple_tag
def following_steps(finding: Finding, user: Any) -> FollowSteps:
    """Return what a user can do with a finding that is not of the own school, and why not more."""
    return steps_with(user, finding)
