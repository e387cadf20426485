"""`python -m temper.trainer <flags of mlx_lm_lora.train>`."""

import sys

from temper.trainer.run import main

sys.exit(main())
