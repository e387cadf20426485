/**
 * Exponential moving average with the start corrected for bias, as TensorBoard smooths.
 * `weight` is 0 (nothing) to just below 1; NaN marks a missing value and stays missing.
 */
export function smooth(values: Float64Array, weight: number): Float64Array {
  if (weight <= 0) return values;
  const smoothed = new Float64Array(values.length);
  let average = 0;
  let remaining = 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) {
      smoothed[i] = Number.NaN;
      continue;
    }
    average = average * weight + value * (1 - weight);
    remaining *= weight;
    smoothed[i] = average / (1 - remaining);
  }
  return smoothed;
}
