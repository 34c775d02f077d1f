"""The tests' own way to a broker."""

from bkpsdm.celery import app


def use_broker(monkeypatch, url):
    """Let this process speak to another broker, for the time of a test."""
    # The first two fall back on the third: patched after it, they would be put back to the address of the test.
    for name in ("broker_read_url", "broker_write_url", "broker_url"):
        monkeypatch.setattr(app.conf, name, url)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)
    monkeypatch.setattr(app, "_pool", None)
