"""The trainer's flags that are no parameters here, and why."""

FROM_THE_RUN: dict[str, str] = {
    "--model": "The model is chosen beside the parameters.",
    "--data": "Temper writes the rows as the trainer reads them into the run's folder.",
    "--train": "A run always trains.",
    "--train-mode": "The method decides it.",
    "--config": "Names the YAML file that carries what has no flag.",
    "--adapter-path": "The run's folder keeps the adapter.",
}
"""Flags that every command has, filled in from something other than a parameter."""

LEFT_OUT: dict[str, str] = {
    "--fuse": "Changes nothing: the trainer always fuses unless the YAML says `fuse: false`, which "
    "Temper writes, so that a whole model is not stored in each run's folder.",
    "--list-reward-functions": "The trainer never reads it and goes on to load a model.",
    "--lm-studio-name": "Acts only when the trainer fuses, which Temper turns off.",
    "--wandb": "Sends metrics to a service on the internet, through a package that is not "
    "installed; Temper keeps them on this machine.",
    "--reward-scaling": "The trainer itself calls it not implemented: it changes nothing.",
    "--alpha": "The trainer's parser splits its value into single characters, and XPO crashes; "
    "Temper hands XPO's alpha over itself.",
}
"""Flags of the installed trainer that no method here offers."""

LEFT_OUT_YAML: dict[str, str] = {}
"""Keys of the trainer's YAML that have no flag and are no parameter."""
