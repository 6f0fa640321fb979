from django import template

from association.core import contacts

register = template.Library()
register.filter("masked", contacts.masked)
register.filter("is_personal", contacts.is_personal)
