import type { Path } from "../../manifests/locate.js";
import { isGlob } from "../../util/glob.js";
import { type Contract, CONTRACT_KEYS } from "./contracts.js";
import {
  isUrl,
  namespaceMistake,
  readEnd,
  readPods,
  resourceMistake,
  subjectMistake,
  verbMistake,
} from "./contract-words.js";

/** What reads a configuration file, as far as contracts need it. */
export interface ConfigReading {
  map(value: unknown, path: Path, allowed: readonly string[]): Record<string, unknown>;
  line(path: Path): number;
  fail(path: Path, message: string, more?: { prefer?: "value" | "key" }): never;
}

/** More are written only by mistake, or to waste time: each is compared with each binding. */
const MAX_CONTRACTS = 200;
const MAX_ITEMS = 100;
const MAX_LENGTH = 300;

const DEMANDS = ["only", "nobody", "must"] as const;

/** What is wrong with a text, as a clause; undefined if nothing is. */
type Mistake = (text: string) => string | undefined;

/** Reads the contracts of a configuration file. */
export function readContracts(value: unknown, reading: ConfigReading): readonly Contract[] {
  const at = ["contracts"];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return reading.fail(at, "'contracts' must be a list");
  if (value.length > MAX_CONTRACTS)
    return reading.fail([...at, MAX_CONTRACTS], `The file may hold at most ${MAX_CONTRACTS} contracts`);
  const names = new Set<string>();
  return value.map((item: unknown, index) => {
    const contract = new ContractReader(reading, [...at, index]).read(item);
    if (names.has(contract.name))
      return reading.fail(
        [...at, index, "name"],
        `There are two contracts '${contract.name}'; name them apart`,
      );
    names.add(contract.name);
    return contract;
  });
}

class ContractReader {
  constructor(
    readonly reading: ConfigReading,
    readonly path: Path,
  ) {}

  read(item: unknown): Contract {
    const written = this.reading.map(item, this.path, CONTRACT_KEYS);
    const { name, reach } = written;
    if (name === undefined || name === null)
      return this.#fail([], "A contract needs a 'name', which messages give");
    if (typeof name !== "string" || name.trim() === "" || name.length > MAX_LENGTH)
      return this.#fail(["name"], `'name' must be a text of at most ${MAX_LENGTH} characters`);
    const line = this.reading.line([...this.path, "name"]);
    const demand = this.#demand(written);
    const given = demand === "nobody" ? undefined : written[demand];
    const about = { name, line, demand: demand === "must" ? ("must" as const) : ("only" as const) };
    if (reach === undefined) return { ...about, ...this.#access(written, demand, given) };
    for (const key of ["can", "on", "in", "system"] as const) {
      if (written[key] !== undefined)
        return this.#fail(
          [key],
          `A contract with 'reach' is about the network; leave out '${key}', or write two contracts`,
          "key",
        );
    }
    return {
      ...about,
      about: "reach",
      reach: this.#texts(reach, "reach", mistakeIn(readPods)),
      ends: demand === "nobody" ? [] : this.#texts(given, demand, mistakeIn(readEnd)),
    };
  }

  #access(
    written: Record<string, unknown>,
    demand: (typeof DEMANDS)[number],
    given: unknown,
  ): Omit<Extract<Contract, { about: "access" }>, "name" | "line" | "demand"> {
    for (const key of ["can", "on"] as const) {
      if (written[key] === undefined || written[key] === null)
        return this.#fail([], `A contract needs 'can' and 'on', or 'reach'; '${key}' is missing`);
    }
    const isMust = demand === "must";
    const plain = (mistake: Mistake): Mistake =>
      isMust ? (text) => mistake(text) ?? unclear(text) : mistake;
    const on = this.#texts(written.on, "on", plain(resourceMistake));
    const places = written.in === undefined ? undefined : this.#texts(written.in, "in", namespaceMistake);
    if (places && on.every(isUrl))
      return this.#fail(["in"], "URLs are in no namespace; leave out 'in'", "key");
    const subjects = demand === "nobody" ? [] : this.#texts(given, demand, subjectMistake);
    const glob = isMust ? subjects.findIndex(isGlob) : -1;
    if (glob >= 0)
      return this.#fail(
        [demand, glob],
        `'${subjects[glob]}' could be anybody; name each subject that must have it`,
      );
    return {
      about: "access",
      subjects,
      can: this.#texts(written.can, "can", plain(verbMistake)),
      on,
      ...(places && { in: places }),
      system: this.#isTrue(written, "system"),
    };
  }

  /** Which of the keys says who is meant: exactly one does. */
  #demand(written: Record<string, unknown>): (typeof DEMANDS)[number] {
    const [first, second] = DEMANDS.filter((key) => written[key] !== undefined);
    if (first === undefined)
      return this.#fail(
        [],
        "A contract needs 'only' and those who may, 'nobody: true', or 'must' and those who have to",
      );
    if (second !== undefined)
      return this.#fail(
        [second],
        `A contract has '${first}' or '${second}', and not both; write two contracts`,
        "key",
      );
    if (first !== "nobody") return first;
    if (!this.#isTrue(written, "nobody"))
      return this.#fail(["nobody"], "'nobody' can only be true; name those who may under 'only'");
    return first;
  }

  #isTrue(written: Record<string, unknown>, key: "system" | "nobody"): boolean {
    const { [key]: value } = written;
    if (value === undefined || typeof value === "boolean") return value ?? false;
    return this.#fail([key], `'${key}' must be true or false`);
  }

  /** A text or a list of texts, in none of which anything is wrong. */
  #texts(value: unknown, key: string, mistake: Mistake): string[] {
    const isList = Array.isArray(value);
    const all: readonly unknown[] = isList ? value : [value];
    if (all.length === 0)
      return this.#fail(
        [key],
        key === "only" ? "'only' names nobody; write 'nobody: true'" : `'${key}' is empty`,
      );
    if (all.length > MAX_ITEMS)
      return this.#fail([key, MAX_ITEMS], `'${key}' may hold at most ${MAX_ITEMS} texts`);
    return all.map((text, index) => {
      const at = isList ? [key, index] : [key];
      if (typeof text !== "string" || text === "" || text.length > MAX_LENGTH)
        return this.#fail(at, `'${key}' must be a text or a list of texts`);
      const wrong = mistake(text);
      return wrong === undefined ? text : this.#fail(at, wrong);
    });
  }

  #fail(path: Path, message: string, prefer: "value" | "key" = "value"): never {
    return this.reading.fail([...this.path, ...path], message, { prefer });
  }
}

function mistakeIn(read: (text: string) => unknown): Mistake {
  return (text) => {
    const found = read(text);
    return typeof found === "string" ? found : undefined;
  };
}

/** What must be there has to be said in full, but for `*`, which is everything in one rule. */
function unclear(text: string): string | undefined {
  const isAll = text === "*";
  return isGlob(text) && !isAll ? `'${text}' could be several; write each that must be granted` : undefined;
}
