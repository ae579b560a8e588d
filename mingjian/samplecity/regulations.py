"""Official texts of regulations, and how a site publishes them: right, old, altered, or with other punctuation."""

from importlib import resources
from pathlib import Path

from mingjian.samplecity.description import Published

_VARIANTS = str.maketrans({"，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "　": " "})


def official_path(file: str) -> Path:
    """Return where the official text `file` is installed."""
    return Path(str(resources.files("mingjian.samplecity"))) / "official" / file


def published_html(item: Published) -> tuple[str, str]:
    """Return the title and the HTML of a regulation as a site publishes it.

    Raises ValueError when a replacement is not in the official text: a fault that would silently not be there.
    """
    title, note, *lines = official_path(item.file).read_text(encoding="utf-8").splitlines()
    body = "\n".join(lines)
    for right, wrong in item.replace.items():
        if right not in body:
            raise ValueError(f"the official text {item.file} does not say {right!r}")
        body = body.replace(right, wrong)
    note = item.note or note
    if item.typographic:
        note, body = note.translate(_VARIANTS), body.translate(_VARIANTS)
    shown = [f'<p style="text-align:center"><strong>{title}</strong></p>', f'<p style="text-align:center">{note}</p>']
    for line in body.splitlines():
        if line.startswith("第") and "章" in line[:4]:
            shown.append(f'<p style="text-align:center"><strong>{line}</strong></p>')
        else:
            shown.append(f"<p>　　{line}</p>")
    return title, "\n".join(shown)
