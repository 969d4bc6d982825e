"""Which stage a touchpoint belongs to, as SQL."""


def stage_of(touchpoint: str, stage: str) -> str:
    """The stage of the touchpoint in these two columns: the journey's word for it, else what the file said (`stage`).

    The expression binds `Dimensions.journey_values`.
    """
    return f"COALESCE($stage_names[list_position($stage_touchpoints, {touchpoint})], {stage})"
