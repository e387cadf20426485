"""`python -m temper.trainer <flags of mlx_lm_lora.train>`."""

import signal
import sys

from temper.trainer.run import main

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    # As SIGTERM does. A KeyboardInterrupt can be lost: raised inside of a finalizer, it ends nothing.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
sys.exit(main())
