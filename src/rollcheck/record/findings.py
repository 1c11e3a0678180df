"""What a check of a record found: what is wrong, what could not be established, what holds."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; ``entry`` is the number of the entry where it shows, if one does."""

    code: str
    message: str
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Dependent:
    """Something that rests on a bad entry: a later entry, or a checkpoint of so many entries."""

    what: str
    number: int
    label: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The whole of a check.

    ``findings`` are in the order of their entries, those about no entry last. ``open`` says in
    words what could not be established, ``notes`` what a reader should know besides. ``pinned``
    is how many entries the newest checkpoint that holds covers.
    """

    entries: int
    checkpoints: int
    contents: int
    files: int
    pinned: int
    findings: tuple[Finding, ...]
    dependents: tuple[Dependent, ...]
    open: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def first_bad(self) -> int | None:
        """Return the number of the first bad entry, or ``None`` where no entry is bad."""
        return min((one.entry for one in self.findings if one.entry is not None), default=None)


@dataclass(slots=True)
class Gathered:
    """What the parts of a check add to while it runs."""

    findings: list[Finding] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def bad(self, code: str, message: str, entry: int | None = None) -> None:
        """Note something wrong."""
        self.findings.append(Finding(code, message, entry))

    def before(self, size: int) -> bool:
        """Tell whether something is wrong with one of the first ``size`` entries."""
        return any(one.entry is not None and one.entry < size for one in self.findings)
