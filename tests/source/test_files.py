import os
import sys

import pytest

from portalaudit.model import Place, ProblemCode
from portalaudit.source import files
from portalaudit.source.files import Text, read_folder


def make(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def paths(texts):
    return [text.path for text in texts]


def test_files_come_sorted_by_path_with_their_bytes(tmp_path):
    make(tmp_path, "b.yaml", "a/z.yml", "a.yaml", "notes.txt", "C.YAML", "a/b/c.yaml")
    texts, problems = read_folder(tmp_path)
    assert problems == ()
    assert texts == tuple(Text(name, name.encode()) for name in ("C.YAML", "a.yaml", "a/b/c.yaml", "a/z.yml", "b.yaml"))


def test_other_suffixes_can_be_asked_for(tmp_path):
    make(tmp_path, "a.yaml", "b.csv", "c.md")
    assert paths(read_folder(tmp_path, (".csv", ".md"))[0]) == ["b.csv", "c.md"]


def test_hidden_files_and_folders_are_skipped(tmp_path):
    make(tmp_path, ".a.yaml", ".git/b.yaml", "c/.d/e.yaml", "f.yaml")
    assert paths(read_folder(tmp_path)[0]) == ["f.yaml"]


def test_a_link_that_leaves_the_folder_is_a_problem_and_is_not_read(tmp_path):
    root = tmp_path / "inventory"
    make(tmp_path, "secret.yaml", "other/x.yaml", "inventory/a.yaml", "inventory-2/y.yaml")
    (root / "out.yaml").symlink_to("../secret.yaml")
    (root / "folder").symlink_to("../other")
    (root / "near.yaml").symlink_to("../inventory-2/y.yaml")
    texts, problems = read_folder(root)
    assert paths(texts) == ["a.yaml"]
    assert [(p.code, p.place) for p in problems] == [
        (ProblemCode.LINK_LEAVES_FOLDER, Place(name)) for name in ("folder", "near.yaml", "out.yaml")
    ]
    assert problems[0].hint == "put a copy of the file here instead of the link"


def test_a_link_inside_the_folder_reads_no_file_twice(tmp_path):
    make(tmp_path, "a.yaml", "b/c.yaml", ".data/hidden.yaml")
    (tmp_path / "again.yaml").symlink_to("a.yaml")
    (tmp_path / "b2").symlink_to("b")
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "shown.yaml").symlink_to(".data/hidden.yaml")
    texts, problems = read_folder(tmp_path)
    assert (paths(texts), problems) == (["a.yaml", "b/c.yaml", "shown.yaml"], ())
    assert texts[2].data == b".data/hidden.yaml"


def test_what_cannot_be_read_is_a_problem(tmp_path):
    make(tmp_path, "a.yaml")
    (tmp_path / "gone.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "circle.yaml").symlink_to("circle.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    texts, problems = read_folder(tmp_path)
    assert paths(texts) == ["a.yaml"]
    assert [(p.code, p.place.path, p.message) for p in problems] == [
        (ProblemCode.UNREADABLE_FILE, "circle.yaml", "this cannot be read: too many levels of symbolic links"),
        (ProblemCode.UNREADABLE_FILE, "gone.yaml", "this cannot be read: no such file or directory"),
        (ProblemCode.UNREADABLE_FILE, "pipe.yaml", "this cannot be read: it is not a file"),
    ]


def test_a_folder_with_the_name_of_a_file_is_a_problem_and_what_it_holds_is_read(tmp_path):
    make(tmp_path, "policy.yaml/a.yaml", "b.yml/c.yaml")
    texts, problems = read_folder(tmp_path)
    assert paths(texts) == ["b.yml/c.yaml", "policy.yaml/a.yaml"]
    assert [(p.code, p.place.path, p.message) for p in problems] == [
        (ProblemCode.UNREADABLE_FILE, name, "this is a folder, and its name is that of a file")
        for name in ("b.yml", "policy.yaml")
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_problem(tmp_path):
    make(tmp_path, "a.yaml", "b.yaml")
    (tmp_path / "a.yaml").chmod(0)
    texts, problems = read_folder(tmp_path)
    assert (paths(texts), [p.message for p in problems]) == (["b.yaml"], ["this cannot be read: permission denied"])


def test_a_file_over_the_limit_is_a_problem_and_one_at_the_limit_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 10)
    (tmp_path / "a.yaml").write_bytes(b"0123456789")
    (tmp_path / "b.yaml").write_bytes(b"0123456789x")
    texts, problems = read_folder(tmp_path)
    assert paths(texts) == ["a.yaml"]
    assert [(p.code, p.place) for p in problems] == [(ProblemCode.FILE_TOO_LARGE, Place("b.yaml"))]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path):
    texts, (problem,) = read_folder(tmp_path / "nowhere")
    assert (texts, problem.code, problem.message) == ((), ProblemCode.UNREADABLE_FILE, "there is no such folder")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
def test_a_name_that_is_no_unicode_can_be_printed(tmp_path):
    with open(os.fsencode(tmp_path) + b"/jos\xe9.yaml", "wb"):  # noqa: PTH123 - a Path takes no bytes
        pass
    assert paths(read_folder(tmp_path)[0]) == ["jos\ufffd.yaml"]


def test_files_with_other_endings_are_passed_over(tmp_path):
    for name in ("a.yaml", "a.cases.yaml", "B.CASES.YML", "cases.yaml"):
        (tmp_path / name).write_text("a: 1\n")
    texts, problems = read_folder(tmp_path, but=(".cases.yaml", ".cases.yml"))
    assert ([text.path for text in texts], problems) == (["a.yaml", "cases.yaml"], ())
