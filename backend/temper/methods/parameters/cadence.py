"""How often a run reports, validates and saves: parameters that every method has."""

from temper.methods.method import Group
from temper.methods.parameter import INT_MAX, Parameter, flag

GROUP = Group("cadence", "Reports and checkpoints", "How often the run reports and saves.")

PARAMETERS = (
    Parameter(
        name="steps_per_report",
        label="Report every",
        type="integer",
        default=10,
        group="cadence",
        help="Iterations between two points of the training curves; each is a mean over them.",
        raising="Smoother curves with fewer points.",
        lowering="Finer, noisier curves.",
        carrier=flag("--steps-per-report"),
        minimum=1,
        maximum=INT_MAX,
        unit="iterations",
    ),
    Parameter(
        name="steps_per_eval",
        label="Validate every",
        type="integer",
        default=200,
        group="cadence",
        help="Iterations between two validations. There is always one at the first iteration and "
        "one at the last, where the dataset has validation rows.",
        raising="Less time spent on validation.",
        lowering="A finer validation curve, for more time.",
        carrier=flag("--steps-per-eval"),
        minimum=1,
        maximum=INT_MAX,
        unit="iterations",
    ),
    Parameter(
        name="val_batches",
        label="Validation batches",
        type="integer",
        default=25,
        group="cadence",
        help="Batches in one validation; -1 takes all validation rows.",
        raising="A steadier validation loss, for more time.",
        lowering="Quicker, noisier validation.",
        carrier=flag("--val-batches"),
        minimum=-1,
        maximum=INT_MAX,
        excluded=(0,),
        unit="batches",
    ),
    Parameter(
        name="save_every",
        label="Save every",
        type="integer",
        default=100,
        group="cadence",
        help="Iterations between two checkpoints. The end of the run is always saved.",
        raising="Fewer files.",
        lowering="More points to go back to, for more disk space.",
        carrier=flag("--save-every"),
        minimum=1,
        maximum=INT_MAX,
        unit="iterations",
    ),
)
