"""Where the office sees personal data of a named person, and which: the words of the access log."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Surface:
    """One page or file: what it is called, and the kinds of data that it shows."""

    label: str
    data: tuple[str, ...]


SURFACES = {
    "question": Surface("Utas pertanyaan", ("isi percakapan", "jenis pegawai")),
    "attachment": Surface("Lampiran pertanyaan", ("isi berkas",)),
    "attendance_missing": Surface("Daftar yang belum hadir", ("nama", "NIP tersamar", "unit kerja", "kehadiran")),
    "attendance_file": Surface("Berkas daftar hadir", ("nama", "NIP", "unit kerja", "kehadiran")),
    "decree_recipients": Surface("Daftar penerima keputusan", ("nama", "NIP tersamar", "pangkat atau penghargaan")),
    "petikan": Surface("Petikan keputusan", ("nama", "NIP tersamar", "unit kerja", "pangkat atau penghargaan")),
    "petikan_file": Surface("Berkas petikan", ("nama", "NIP", "unit kerja", "pangkat atau penghargaan")),
    "person_search": Surface("Pencarian pegawai", ("nama", "NIP tersamar", "unit kerja", "kedudukan")),
    "person": Surface("Halaman pegawai", ("nama", "NIP tersamar", "unit kerja", "jabatan", "kontak tersamar")),
    "nip": Surface("NIP lengkap", ("nama", "NIP")),
    "unit_people": Surface("Daftar pegawai", ("nama", "NIP tersamar", "jabatan")),
    "unreachable": Surface("Daftar yang tidak terjangkau surel", ("nama", "keadaan surel")),
    "log": Surface("Jejak akses", ("nama", "halaman yang dilihat orang lain")),
    "correction": Surface("Permintaan perbaikan data", ("nama", "unit kerja", "data yang dipersoalkan")),
}
# A surface may lose its page, and the log outlives it.
UNKNOWN = Surface("Halaman petugas", ("data pribadi",))


def surface_of(name):
    return SURFACES.get(name, UNKNOWN)
