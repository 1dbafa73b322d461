/** A point in time, whose zone does not matter. */
export interface Instant {
  /** Since 1970, as Unix counts. */
  seconds: bigint;
  nanoseconds: number;
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** What a layout says by the reference time: time/format.go, nextStdChunk. */
const TOKEN =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|1|2006|__2|_2(?!006)|2|3|4|5|PM|pm|[-Z]07(?:0000|:00:00|00|:00|)|[.,](?:0+|9+)(?![0-9])/g;

/** Whether a layout shows anything of a time. */
export function showsTime(layout: string): boolean {
  return layout.search(TOKEN) >= 0;
}

/** A time in UTC by a layout of Go; undefined if it is none that JavaScript knows: time/format.go, appendFormat. */
export function formatTime(instant: Instant, layout: string): string | undefined {
  const date = new Date(Number(instant.seconds) * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  return layout.replace(TOKEN, (token) => shown(token, date, instant.nanoseconds));
}

function shown(token: string, date: Date, nanoseconds: number): string {
  const hour = date.getUTCHours();
  const [month, day] = [date.getUTCMonth(), date.getUTCDate()];
  switch (token) {
    case "January":
      return MONTHS[month] ?? "";
    case "Jan":
      return (MONTHS[month] ?? "").slice(0, 3);
    case "1":
      return String(month + 1);
    case "01":
      return padded(month + 1, 2);
    case "Monday":
      return DAYS[date.getUTCDay()] ?? "";
    case "Mon":
      return (DAYS[date.getUTCDay()] ?? "").slice(0, 3);
    case "2":
      return String(day);
    case "_2":
      return String(day).padStart(2);
    case "02":
      return padded(day, 2);
    case "__2":
      return String(dayOfYear(date)).padStart(3);
    case "002":
      return padded(dayOfYear(date), 3);
    case "15":
      return padded(hour, 2);
    case "3":
      return String(hour % 12 || 12);
    case "03":
      return padded(hour % 12 || 12, 2);
    case "4":
      return String(date.getUTCMinutes());
    case "04":
      return padded(date.getUTCMinutes(), 2);
    case "5":
      return String(date.getUTCSeconds());
    case "05":
      return padded(date.getUTCSeconds(), 2);
    case "2006":
      return padded(date.getUTCFullYear(), 4);
    case "06":
      return padded(date.getUTCFullYear() % 100, 2);
    case "PM":
      return hour >= 12 ? "PM" : "AM";
    case "pm":
      return hour >= 12 ? "pm" : "am";
    case "MST":
      return "UTC";
    default:
      return /^[.,]/.test(token) ? fraction(token, nanoseconds) : zone(token);
  }
}

function zone(token: string): string {
  return token.startsWith("Z") ? "Z" : token.replace("-", "+").replace("7", "0");
}

function fraction(token: string, nanoseconds: number): string {
  const digits = padded(nanoseconds, 9).slice(0, token.length - 1);
  if (token[1] === "0") return token.charAt(0) + digits.padEnd(token.length - 1, "0");
  const rest = digits.replace(/0+$/, "");
  return rest && token.charAt(0) + rest;
}

function dayOfYear(date: Date): number {
  const start = new Date(date);
  start.setUTCMonth(0, 1);
  return Math.round((date.getTime() - start.getTime()) / 86_400_000) + 1;
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}

/** A time that says its zone, in a layout of the internet's kind; undefined if a text is none. */
export function parseTime(layout: string, text: string): Instant | undefined {
  const isZoned = /^2006-01-02[T ]15:04:05(?:\.0+|\.9+)?Z07:00$/.test(layout);
  if (
    !isZoned ||
    !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/.test(text) ||
    text[10] !== layout[10]
  )
    return undefined;
  const time = Date.parse(text.replace(" ", "T"));
  const isReal = new Date(Date.parse(`${text.slice(0, 10)}T00:00:00Z`))
    .toISOString()
    .startsWith(text.slice(0, 10));
  return Number.isNaN(time) || !isReal ? undefined : { seconds: BigInt(time / 1000), nanoseconds: 0 };
}

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** A duration in nanoseconds; undefined if a text is none: time.ParseDuration. */
export function parseDuration(text: string): bigint | undefined {
  const [, sign, body = ""] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (body === "0") return 0n;
  if (body.length > 100 || !/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined;
  let sum = 0n;
  for (const [, whole = "", part = "", unit = ""] of body.matchAll(/(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const size = UNITS[unit] ?? 0n;
    sum += BigInt(whole || "0") * size + (BigInt(part || "0") * size) / 10n ** BigInt(part.length);
  }
  if (sum > 2n ** 63n - 1n) return undefined;
  return sign === "-" ? -sum : sum;
}

/** A duration as Go prints it: time.Duration.String. */
export function durationText(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return "0s";
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const sign = nanoseconds < 0n ? "-" : "";
  if (size < 1_000_000_000n) {
    const [unit, name] =
      size < 1000n
        ? ([1n, "ns"] as const)
        : size < 1_000_000n
          ? ([1000n, "µs"] as const)
          : ([1_000_000n, "ms"] as const);
    return `${sign}${decimal(size, unit)}${name}`;
  }
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return sign + seconds;
  return minutes < 60n
    ? `${sign}${minutes}m${seconds}`
    : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function decimal(value: bigint, unit: bigint): string {
  const rest = value % unit;
  if (rest === 0n) return String(value / unit);
  return `${value / unit}.${String(rest)
    .padStart(String(unit).length - 1, "0")
    .replace(/0+$/, "")}`;
}
