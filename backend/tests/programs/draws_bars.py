"""Draws progress bars like tqdm, with lines in between; one is wiped, one stays, one is never ended."""

import sys
import time

err = sys.stderr
print("before", file=err)
for step in range(50):
    err.write(f"\rTraining: {2 * step}%|###  | {step}/50")
    err.flush()
    time.sleep(0.001)
err.write("\r" + " " * 40 + "\r")
print("written over the bar", file=err)
for step in range(51):
    err.write(f"\rSaving: {2 * step}%|###  | {step}/50")
err.write("\n")
err.write("\rValidating: 10%" + "\r" + " " * 15 + "\r\n")
err.write("after\n\n")
err.write("\rEvaluating: 10%\rEvaluating: 20%")
