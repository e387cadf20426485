"""`python -m temper.datasets.worker`: the child that does the long work on datasets."""

from temper.datasets.failures import sent
from temper.datasets.tasks import TASKS
from temper.kit.tasks import serve

if __name__ == "__main__":
    serve({name: sent(task) for name, task in TASKS.items()})
