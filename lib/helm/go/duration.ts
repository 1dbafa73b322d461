const UNITS = [
  ["h", 3_600_000_000_000n],
  ["m", 60_000_000_000n],
] as const;

/** A duration in nanoseconds as Go prints it: `1h30m0s`, `1.5s`, `2µs` (`Duration.String` of time/time.go). */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return "0s";
  const sign = nanoseconds < 0n ? "-" : "";
  let rest = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (rest < 1000n) return `${sign}${rest}ns`;
  if (rest < 1_000_000n) return `${sign}${decimal(rest, 1000n)}µs`;
  if (rest < 1_000_000_000n) return `${sign}${decimal(rest, 1_000_000n)}ms`;
  let text = "";
  for (const [unit, length] of UNITS) {
    if (text !== "" || rest >= length) text += `${rest / length}${unit}`;
    rest %= length;
  }
  return `${sign}${text}${decimal(rest, 1_000_000_000n)}s`;
}

function decimal(value: bigint, unit: bigint): string {
  const digits = String(value % unit).padStart(String(unit).length - 1, "0");
  const shown = digits.replace(/0+$/, "");
  return `${value / unit}${shown && `.${shown}`}`;
}
