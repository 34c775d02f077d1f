"""What the forms of all doors share."""

from django import forms
from django.core.exceptions import ValidationError


def day_input():
    """Return the widget of a day, in the one form that browsers take."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ActionForm(forms.Form):
    """A form that calls one action; what the action refuses stands on the form and nothing typed is lost."""

    def act(self, action, *args, **kwargs):
        """Return the action's result (True when it has none), or None with the reason on the form."""
        try:
            return action(*args, **kwargs) or True
        except ValidationError as error:
            self.add_error(None, error)
            return None
