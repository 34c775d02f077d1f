"""What people do in the portal, as steps that several tests take; and the conversations that every page needs."""

import re

from .decrees import decree_places
from .portal import path_of, wait_for
from .roster import roster_places

SLUG, TITLE, ANSWER = "kgb", "Apakah KGB saya otomatis?", "Tidak, usulnya lewat unit kerja Anda."


def ask(page, title, body="Mohon penjelasan.", service=SLUG):
    """Ask about a service from the form; return the path of the thread."""
    page.goto(f"/tanya/?layanan={service}")
    page.get_by_label("Pokok pertanyaan").fill(title)
    page.get_by_label("Isi").fill(body)
    return send_question(page)


def send_question(page, files=()):
    """Send what stands in the form, in one step with a script and in two without; return the path of the thread."""
    button = page.get_by_role("button", name="kirim")
    if "Lanjut" in button.inner_text():
        button.click()
        page.get_by_role("heading", name="Langkah 2 dari 2").wait_for()
    if files:
        page.get_by_label("Lampiran").set_input_files(files)
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.wait_for_url(re.compile(r"/tanya/\d+/$"))
    return path_of(page)


def answer(page, thread, body=ANSWER):
    """Answer as an officer the question of a thread."""
    page.goto(f"/kerja{thread}")
    page.get_by_label("Jawaban untuk penanya").fill(body)
    page.get_by_role("button", name="Kirim jawaban").click()
    page.wait_for_url("**/kerja/tanya/")


def ask_back(page, thread, body="Mohon kirim nomor usulnya."):
    """Ask the asker for more, as an officer."""
    page.goto(f"/kerja{thread}")
    page.get_by_label("Jawaban untuk penanya").fill(body)
    page.get_by_label("Minta keterangan").check()
    page.get_by_role("button", name="Kirim jawaban").click()
    page.wait_for_url("**/kerja/tanya/")


def write_template(page, title):
    """Write a beginning of an answer, as an officer; return the path where it is changed."""
    page.goto("/kerja/tanya/pola/baru/")
    page.get_by_label("Judul").fill(title)
    page.get_by_label("Untuk bidang").select_option(index=1)
    page.get_by_label("Isi").fill("Yth. {penanya}, tentang {layanan}:")
    page.get_by_role("button", name="Simpan pola").click()
    page.wait_for_url("**/kerja/tanya/pola/")
    return page.get_by_role("link", name=title).get_attribute("href")


def close(page, thread):
    """Close a question as its asker."""
    page.goto(thread)
    page.get_by_label("Ya, tutup pertanyaan").check()
    page.get_by_role("button", name="Kirim tanggapan").click()
    page.get_by_text("Pertanyaan ditutup").wait_for()


def allow_general_answer(page, thread):
    """Let the office make a general answer of a question, as its asker."""
    page.goto(thread)
    page.get_by_role("button", name="Izinkan").click()
    page.get_by_text("Pilihan Anda tercatat").wait_for()


def propose(page, thread):
    """Propose a general answer of a question, as an officer."""
    page.goto(f"/kerja{thread}")
    page.get_by_role("link", name="Usulkan").click()
    page.get_by_role("button", name="Usulkan kepada penanya").click()
    page.wait_for_url("**/kerja/jawaban/")


def number_of(page):
    """Return the number of the question whose thread is open."""
    return re.search(r"[A-Z]*-?\d[\dA-Z-]+", page.title())[0]


def wait_for_mail(page, *words):
    """Return the path of the newest mail whose line in the demo mailbox holds all the words."""
    return wait_for(lambda: find_mail(page, words), f"no mail with {words}")


def find_mail(page, words):
    page.goto("/kerja/surat/")
    rows = page.locator(".row")
    for word in words:
        rows = rows.filter(has_text=word)
    return rows.first.get_by_role("link").get_attribute("href") if rows.count() else None


def write_story(page, title, then="Simpan draf"):
    """Write a story, in the editor where there is one; return the path of its page in the newsroom."""
    page.goto("/kerja/berita/baru/")
    page.get_by_role("textbox", name="Judul", exact=True).fill(title)
    page.get_by_label("Ringkasan").fill("Ringkasan untuk pembaca.")
    page.get_by_role("textbox", name="Isi", exact=True).fill("Paragraf pertama.\n\nParagraf kedua.")
    page.get_by_role("button", name=then, exact=True).click()
    page.wait_for_url(re.compile(r"/kerja/berita/\d+/"))
    return re.match(r"/kerja/berita/\d+/", path_of(page))[0]


def ask_correction(page):
    """Ask that something about oneself be put right, as anybody with an account."""
    page.goto("/akun/data/perbaikan/")
    page.get_by_label("Tertulis di portal").fill("Jabatan lama.")
    page.get_by_label("Seharusnya").fill("Jabatan baru menurut SK.")
    page.get_by_role("button", name="Kirim permintaan").click()
    page.get_by_text("Permintaan terkirim").wait_for()


def make_conversations(browser, portal, sessions):
    """Make a new, an answered and a closed question and a lost password; return where they and their mails stand."""

    def person(name):
        state = sessions(name) if name else None
        context = browser.new_context(base_url=portal.url, java_script_enabled=False, storage_state=state)
        context.set_default_timeout(15_000)
        return context.new_page()

    names = ("asn", "petugas", "penyunting", "panitia", "pengelola", "admin", None)
    asker, officer, editor, organiser, registrar, admin, stranger = map(person, names)
    new = ask(asker, "Berapa lama prosesnya?", service="karis-karsu")
    answered, closed = ask(asker, TITLE), ask(asker, "Bolehkah berkas menyusul?")
    for thread in (answered, closed):
        answer(officer, thread)
    close(asker, closed)
    survey = asker.get_by_role("link", name="Isi survei").get_attribute("href")
    consented, proposed = ask(asker, "Bolehkah cuti dicicil?"), ask(asker, "Apakah tanda tangan boleh elektronik?")
    for thread in (consented, proposed):
        answer(officer, thread)
        allow_general_answer(asker, thread)
    propose(officer, proposed)
    waiting_asker = ask(asker, "Usul saya berhenti di mana?")
    ask_back(officer, waiting_asker)
    template = write_template(officer, "Jadwal periode kenaikan pangkat")
    stranger.goto("/akun/sandi/lupa/")
    stranger.get_by_role("main").get_by_role("textbox").fill("thl@contoh.invalid")
    stranger.get_by_role("button", name="Kirim tautan").click()
    mail = wait_for_mail(officer, "sudah dijawab")
    officer.goto(wait_for_mail(officer, "thl@contoh.invalid"))
    reset = officer.locator("a[href*='/akun/sandi/baru/']").get_attribute("href").removeprefix(portal.url)
    officer.goto(mail)
    leave = officer.locator("a[href*='/kabar/berhenti/']").get_attribute("href").removeprefix(portal.url)
    editor.goto("/kerja/kata/")
    synonym = editor.get_by_role("link", name="Sunting").first.get_attribute("href")
    organiser.goto("/kerja/kegiatan/")
    event = organiser.get_by_role("rowheader").get_by_role("link").first.get_attribute("href")
    organiser.goto("/kerja/kegiatan/?keadaan=lalu")
    held = organiser.get_by_role("rowheader").get_by_role("link").last.get_attribute("href")
    draft = write_story(editor, "Draf yang sedang ditulis")
    waiting = write_story(editor, "Berita yang menunggu tinjauan", then="Simpan dan kirim untuk ditinjau")
    editor.goto("/kerja/berita/?keadaan=terbit")
    story = editor.get_by_role("rowheader").get_by_role("link").first.get_attribute("href")
    decisions = decree_places(registrar, asker)
    ask_correction(asker)
    admin.goto("/kerja/koreksi/")
    correction = admin.get_by_role("rowheader").get_by_role("link").first.get_attribute("href")
    admin.goto("/kerja/peran/?peran=registrar")
    roles = admin.get_by_role("rowheader").get_by_role("link").first.get_attribute("href")
    roster = roster_places(admin)
    for page in (asker, officer, editor, organiser, registrar, admin, stranger):
        page.context.close()
    return {
        "new": new,
        "answered": answered,
        "closed": closed,
        "survey": survey,
        "consented": consented,
        "proposed": proposed,
        "asked_back": waiting_asker,
        "template": template,
        "mail": mail,
        "roles": roles,
        "reset": reset,
        "leave": leave,
        "synonym": synonym,
        "correction": correction,
        "event": event,
        "held": held,
        "gate": event.replace("/kerja/kegiatan/", "/pintu/"),
        "closed_gate": held.replace("/kerja/kegiatan/", "/pintu/"),
        "draft": draft,
        "waiting": waiting,
        "story": story.removesuffix("pratinjau/"),
        **decisions,
        **roster,
    }
