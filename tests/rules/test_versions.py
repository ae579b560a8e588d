"""Which version of our rules judged: a digest a check, the same for the same code."""

from checks import all_checks
from rules.versions import check_digest


def test_every_check_has_a_digest_and_one_module_the_same() -> None:
    digests = {each.id: check_digest(each.id) for each in all_checks()}
    assert all(len(digest) == 12 for digest in digests.values())
    assert digests["document-late"] == digests["document-number-mismatch"]
    assert digests["document-late"] != digests["column-missing"]
