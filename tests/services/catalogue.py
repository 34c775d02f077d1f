"""Catalogue files as small as they can be."""


def service_row(**changes):
    """Return one service in the format of bkpsdm/demo/services.json, good but for the changes."""
    row = {
        "slug": "cuti-tahunan",
        "name": "Cuti Tahunan",
        "category": "cuti",
        "bidang": "mutasi",
        "summary": "Ringkasan.",
        "for": ["PNS"],
        "also_for": [],
        "legal_basis": ["UU Nomor 20 Tahun 2023"],
        "conditions": [{"key": "guru", "question": "Apakah Anda guru?", "reason": "karena Anda guru", "prefill": None}],
        "requirements": [{"key": "surat", "text": "Surat pengantar", "conditions": ["guru"], "for": ["PNS"]}],
        "procedure": [{"key": "ajukan", "text": "Ajukan."}],
        "duration": {"number": 3, "unit": "hari_kerja"},
        "cost": "Tidak dipungut biaya",
        "product": "SK",
        "channel": "Loket",
        "synonyms": [],
        "notes": "",
        "standard_overrides": {},
    }
    # A file that drops a kind drops it everywhere; only the requirement of these rows names one.
    if "conditions" in changes or "for" in changes:
        row["requirements"] = [{"key": "surat", "text": "Surat pengantar"}]
    return {**row, **changes}


def catalogue(*rows):
    return {"categories": [{"id": "cuti", "name": "Cuti"}], "services": list(rows) or [service_row()]}
