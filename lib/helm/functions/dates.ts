import { Text } from "../values/text.js";
import { bool, int, TemplateError, unknown, type Func, type Struct, type Value } from "../values/value.js";
import { nameOfKind } from "../values/kinds.js";
import { alias, ANY, define, KNOWN, STRING } from "./signature.js";
import {
  durationText,
  formatTime,
  parseDuration,
  parseTime,
  showsTime,
  type Instant,
} from "./format/time.js";
import { unknownResult } from "./unknown.js";

const NOW = "the time of the installation is not known";
const ZONE = "the time zone of the machine is not known";

const DATE_IN_ZONE = define("dateInZone", [STRING, KNOWN, STRING], (_, layout, date, zone) =>
  dateText("dateInZone", layout, date, zone),
);
const DATE_MODIFY = define("dateModify", [STRING, KNOWN], (_, duration, date) => {
  const nanoseconds = parseDuration(duration);
  return nanoseconds === undefined
    ? timeOrFail("dateModify", date).struct
    : moved("dateModify", date, nanoseconds);
});
const MUST_DATE_MODIFY = define("mustDateModify", [STRING, KNOWN], (_, duration, date) => {
  const nanoseconds = parseDuration(duration);
  if (nanoseconds === undefined)
    throw new TemplateError(`'mustDateModify' takes a duration, which '${duration}' is not`);
  return moved("mustDateModify", date, nanoseconds);
});

/** sprig's functions on times: date.go. Neither the present nor the machine's time zone is known. */
export const DATES: readonly Func[] = [
  define("now", [], () => unknown("now", NOW)),
  define("ago", [ANY], (_, date) => unknownResult("ago", [date], NOW)),
  define("date", [STRING, KNOWN], (_, layout, date) => dateText("date", layout, date, "Local")),
  define("htmlDate", [KNOWN], (_, date) => dateText("htmlDate", "2006-01-02", date, "Local")),
  define("htmlDateInZone", [KNOWN, STRING], (_, date, zone) =>
    dateText("htmlDateInZone", "2006-01-02", date, zone),
  ),
  DATE_IN_ZONE,
  alias("date_in_zone", DATE_IN_ZONE),
  DATE_MODIFY,
  alias("date_modify", DATE_MODIFY),
  MUST_DATE_MODIFY,
  alias("must_date_modify", MUST_DATE_MODIFY),
  define("toDate", [STRING, STRING], (_, layout, text) => parsed("toDate", layout, text)),
  define("mustToDate", [STRING, STRING], (_, layout, text) => parsed("mustToDate", layout, text)),
  define("unixEpoch", [KNOWN], (_, date) =>
    Text.plain(String(timeOrFail("unixEpoch", date).instant.seconds)),
  ),
  define("duration", [KNOWN], (_, value) => Text.plain(durationText(secondsOf(value) * 1_000_000_000n))),
  define("durationRound", [KNOWN], (_, value) => {
    if (value.type === "struct") return unknownResult("durationRound", [value], NOW);
    return Text.plain(roundedDuration(nanosecondsOf(value)));
  }),
].map((one) => (one.name.includes("odify") || one.name === "unixEpoch" ? { ...one, takes: undefined } : one));

/** Which time a value is. */
const instants = new WeakMap<Struct, Instant>();

function dateText(name: string, layout: string, date: Value, zone: string): Value {
  if (!showsTime(layout)) return Text.plain(layout);
  const instant = instantOf(date);
  if (!instant) return unknownResult(name, [Text.plain(layout), date], NOW);
  const text = zone === "UTC" || zone === "" ? formatTime(instant, layout) : undefined;
  return text === undefined
    ? unknownResult(name, [Text.plain(layout), date, Text.plain(zone)], ZONE)
    : Text.plain(text);
}

/** A time, or seconds since 1970 as an integer; for all else sprig takes the present. */
function instantOf(value: Value): Instant | undefined {
  if (value.type === "struct") return instants.get(value);
  const isCount = value.type === "int" && ["int", "int64", "int32"].includes(value.goType);
  return isCount ? { seconds: value.value, nanoseconds: 0 } : undefined;
}

function timeOrFail(name: string, value: Value): { struct: Struct; instant: Instant } {
  const instant = value.type === "struct" ? instants.get(value) : undefined;
  if (value.type !== "struct" || !instant)
    throw new TemplateError(`'${name}' takes a time, but gets ${nameOfKind(value)}`);
  return { struct: value, instant };
}

function moved(name: string, date: Value, nanoseconds: bigint): Struct {
  const { instant } = timeOrFail(name, date);
  const all = instant.seconds * 1_000_000_000n + BigInt(instant.nanoseconds) + nanoseconds;
  const rest = ((all % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return structOf({ seconds: (all - rest) / 1_000_000_000n, nanoseconds: Number(rest) });
}

/** A time without a zone of its own is one in the machine's. */
function parsed(name: string, layout: string, text: string): Value {
  const instant = parseTime(layout, text);
  return instant ? structOf(instant) : unknownResult(name, [Text.plain(layout), Text.plain(text)], ZONE);
}

/** A time as templates use it. Its methods that depend on its zone are not known. */
function structOf(instant: Instant): Struct {
  const struct: Struct = {
    type: "struct",
    goType: "time.Time",
    field: (name) => fieldOf(struct, instant, name),
    method: (name) => ({ type: "func", name, call: (args) => unknownResult(name, [struct, ...args], ZONE) }),
    text: () => Text.unknown(ZONE),
  };
  instants.set(struct, instant);
  return struct;
}

function fieldOf(struct: Struct, instant: Instant, name: string): Value {
  if (name === "Unix") return int(instant.seconds, "int64");
  if (name === "IsZero") return bool(false);
  return unknownResult(name, [Text.plain(String(instant.seconds)), struct], ZONE);
}

function secondsOf(value: Value): bigint {
  if (value.type === "int" && value.goType === "int64") return value.value;
  return value.type === "string" && /^[+-]?\d{1,18}$/.test(value.text)
    ? BigInt(value.text.replace("+", ""))
    : 0n;
}

function nanosecondsOf(value: Value): bigint {
  if (value.type === "int" && value.goType === "int64") return value.value;
  return value.type === "string" ? (parseDuration(value.text) ?? 0n) : 0n;
}

const SECOND = 1_000_000_000n;
const ROUNDED: readonly (readonly [bigint, string])[] = [
  [SECOND * 86_400n * 365n, "y"],
  [SECOND * 86_400n * 30n, "mo"],
  [SECOND * 86_400n, "d"],
  [SECOND * 3600n, "h"],
  [SECOND * 60n, "m"],
  [SECOND, "s"],
];

/** sprig's `durationRound`: in the largest unit that it is more than one of. */
function roundedDuration(nanoseconds: bigint): string {
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const [unit, name] = ROUNDED.find(([one]) => size > one) ?? [];
  return unit === undefined || name === undefined ? "0s" : `${size / unit}${name}`;
}
