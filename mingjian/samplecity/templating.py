"""The Jinja environment of the sample city: autoescaping, and an error for any name that is not given."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("mingjian.samplecity"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["chinese"] = lambda day: f"{day.year}年{day.month}月{day.day}日"
    return environment


def render(template: str, **values: object) -> str:
    """Return the rendered template."""
    return _environment().get_template(template).render(values)
