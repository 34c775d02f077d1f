"""The rules of neutrality of the demo: those of the SKB of five bodies and of PP 94/2021, which hold everywhere."""

from neutrality.actions import load_rules

from . import demo_data


def seed_guidance():
    return f"{load_rules(demo_data('neutrality_rules'), by=None)} aturan netralitas"
