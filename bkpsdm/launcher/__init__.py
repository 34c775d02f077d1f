"""Runs the portal and its tests on one machine, with nothing installed but Python.

Only the standard library is used here: the launcher runs before any dependency exists. ``script/server``,
``script/test`` and ``manage.py`` are its three doors; ``server``, ``checks`` and ``borrowed`` stand behind them.
"""
