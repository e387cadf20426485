"""`python -m temper.trainer.tokens`: a child of the server that knows tokenizers (`kit/tasks.py`)."""

from temper.kit.tasks import serve
from temper.trainer.tokens.lengths import lengths
from temper.trainer.tokens.views import views

if __name__ == "__main__":
    serve({"lengths": lengths, "views": views})
