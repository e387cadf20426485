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
    "--alpha": "The trainer's parser splits its value into single characters, and XPO crashes.",
    "--micro-batch-size": "Acts only in Online DPO, XPO, RLHF-REINFORCE and PPO.",
    "--judge": "Acts only in Online DPO, XPO, RLHF-REINFORCE and PPO.",
    "--dpo-cpo-loss-type": "Belongs to CPO, Online DPO, XPO and PPO; DPO ignores it.",
    "--delta": "Belongs to CPO, Online DPO, XPO and PPO; DPO ignores it.",
    "--dsla-loss": "Acts only in DSLA.",
    "--latent-weight": "Acts only in DSLA.",
    "--latent-margin": "Acts only in DSLA.",
    "--latent-gamma": "Acts only in DSLA.",
    "--latent-variant": "Acts only in DSLA.",
    "--latent-pooling": "Acts only in DSLA.",
    "--latent-layer": "Acts only in DSLA.",
    "--lambda-mse-target": "Acts only in FTPO.",
    "--tau-mse-target": "Acts only in FTPO.",
    "--lambda-mse": "Acts only in FTPO.",
    "--clip-epsilon-logits": "Acts only in FTPO.",
    "--klpo-route": "Acts only in KLPO.",
    "--klpo-kl-estimator": "Acts only in KLPO.",
    "--klpo-mc-samples": "Acts only in KLPO.",
    "--klpo-top-k": "Acts only in KLPO.",
    "--klpo-tail-floor": "Acts only in KLPO.",
}
"""Flags of the installed trainer that no method here offers."""

LEFT_OUT_YAML: dict[str, str] = {
    "judge_config": "Acts only with a judge.",
}
"""Keys of the trainer's YAML that have no flag and are no parameter."""
