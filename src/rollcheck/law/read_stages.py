"""The stages of sampling of a rule file, read in order."""

from rollcheck.law.read_section import Reading, read_section
from rollcheck.law.stage_rules import Projection, Sample, SampleDecision, Stage


def read_stages(raw: object, reading: Reading) -> tuple[Stage, ...]:
    """Read the stages of sampling in order; none where every signature is always verified."""
    if not isinstance(raw, list):
        reading.problem("stages", "value", "Write the stages as tables [[stages]].")
        return ()
    stages = []
    for number, item in enumerate(raw, start=1):
        key = f"stages.{number}"
        if not isinstance(item, dict):
            reading.problem(key, "value", "Write the stage as a table [[stages]].")
            continue
        reading.unknown(item, key, {"sample", "projection", "decision"})
        sample = read_section(Sample, item.get("sample"), f"{key}.sample", reading)
        projection = read_section(Projection, item.get("projection"), f"{key}.projection", reading)
        decision = read_section(SampleDecision, item.get("decision"), f"{key}.decision", reading)
        if sample and projection and decision:
            stages.append(Stage(sample=sample, projection=projection, decision=decision))
    return tuple(stages)
