"""Words of the law on a page."""

from django import template

from rollcheck.office.pages.law_words import cited, figure, marked, reason_label, step_called

register = template.Library()
register.filter("marked", marked)
register.filter("cited", cited)
register.filter("figure", figure)
register.filter("step_called", step_called)
register.filter("reason_label", reason_label)
