"""What the next iteration depends on beside the weights: saved with each checkpoint, and put back."""
