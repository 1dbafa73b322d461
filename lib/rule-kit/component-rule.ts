import type { Place } from "../builds/build.js";
import type { Component, ComponentName, Flag } from "../kubernetes/components/component.js";
import { COMPONENT_FORMATS, componentsOf } from "../kubernetes/components/components-of.js";
import {
  type FlagDefect,
  type FlagRow,
  type FlagTable,
  missingRows,
  wrongFlags,
} from "../kubernetes/components/flags/flag-table.js";
import type { Configuration } from "../kubernetes/configuration/configuration.js";
import type { Path } from "../manifests/locate.js";
import { directoryOf } from "../repository/paths.js";
import type { Repository } from "../repository/repository.js";
import { groupBy } from "../util/group-by.js";
import { memoizePairs } from "../util/memoize.js";
import { quoteList } from "../util/phrases.js";
import { field } from "../util/plain-values.js";
import type { ControlId } from "./benchmarks.js";
import { defineRule, type RuleDefinition, type RuleMeta } from "./define-rule.js";

const MESSAGES = {
  wrong: "With '{{written}}', {{component}} {{means}}. {{advice}}",
  wrongItems: "With {{items}} in '{{key}}', {{component}} {{means}}. {{advice}}",
  wrongUntil:
    "With '{{written}}', {{component}} {{means}}. From Kubernetes 1.{{removedIn}} on, it does not even start with the flag. Delete it.",
  removed:
    "'{{written}}' keeps {{component}} from starting: Kubernetes 1.{{removedIn}} removed the flag. Delete it.",
  removedLater:
    "Kubernetes 1.{{removedIn}} removed the flag '--{{flag}}': from then on {{component}} does not start with '{{written}}'. Delete it.",
  missing: "{{first}}{{second}}{{third}}{{others}}{{more}}. {{advice}}",
} as const;

/** Defines the rule on the flags of a component, wherever they are written. */
export function defineComponentRule(
  name: string,
  table: FlagTable,
  docs: { description: string; controls: readonly ControlId[] },
): RuleDefinition {
  const meta: RuleMeta<keyof typeof MESSAGES, { ignore: string[] }> = {
    docs: {
      ...docs,
      topic: "How clusters are set up",
      consequence: "danger",
      preset: "strict",
    },
    messages: MESSAGES,
    schema: [
      {
        type: "object",
        properties: {
          ignore: {
            type: "array",
            items: { type: "string" },
            description: "Flags that may be as they are, by their names without dashes in front.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ ignore: [] }],
  };
  return defineRule({
    name,
    meta,
    on: "configuration",
    formats: COMPONENT_FORMATS,
    check(configuration, { report, options, analysis }) {
      const ignored = new Set(options.ignore.map((flag) => flag.replace(/^-+/, "")));
      for (const component of componentsOf(configuration)) {
        if (component.name !== table.component || !isOfCluster(component, configuration)) continue;
        for (const defect of wrongFlags(component, table)) {
          if (!ignored.has(defect.flag.name)) report(findingOf(defect, component));
        }
        const missing = missingRows(component, table).filter(({ flag }) => {
          return !ignored.has(flag) && !isSaidBefore(analysis.repository, configuration.place, table, flag);
        });
        if (missing.length > 0) {
          report({ at: component.at, messageId: "missing", data: missingWords(missing, component) });
        }
      }
    },
  });
}

function findingOf(defect: FlagDefect, { name, version }: Component) {
  const { flag, removedIn } = defect;
  const written = withoutPassword(flag.written);
  const data = { written, component: called(name), flag: flag.name, removedIn: String(removedIn) };
  if (defect.problem === "removed") {
    return { at: flag.at, messageId: version ? ("removed" as const) : ("removedLater" as const), data };
  }
  const { row, items } = defect;
  const { means } = row;
  if (removedIn !== undefined) {
    return { at: flag.at, messageId: "wrongUntil" as const, data: { ...data, means } };
  }
  const advice = row.advice ?? `Write '${withoutPassword(rewritten(flag, row.instead))}'.`;
  const key = written.replace(/[\s:=].*$/s, "");
  return {
    at: flag.at,
    messageId: row.isList ? ("wrongItems" as const) : ("wrong" as const),
    data: { ...data, means, advice, key, items: quoteList(items.map(withoutPassword)) },
  };
}

/** Whether a component is of a cluster. etcd is a database of applications too, and what it is asked then is not known. */
function isOfCluster({ name, format, flags }: Component, { value }: Configuration): boolean {
  if (name !== "etcd" || format !== "ComponentPod") return true;
  return (
    field(value, "metadata", "namespace") === "kube-system" ||
    flags.some((flag) => flag.value.includes("/kubernetes/"))
  );
}

/** What a component is called in a sentence. */
function called(name: ComponentName): string {
  return name === "kubelet" ? "the kubelet" : name;
}

/** How a flag would be written with another value, in the same form. */
function rewritten({ name, value, written }: Flag, instead: string): string {
  if (written.endsWith(value) && written.length > value.length && value !== "") {
    return `${written.slice(0, written.length - value.length)}${instead}`;
  }
  return /[=:]\s*$/.test(written) ? `${written}${instead}` : `--${name}=${instead}`;
}

/** A text without the name and the password in a URL. */
function withoutPassword(text: string): string {
  return text.replace(/:\/\/[^/@\s]{1,500}@/g, "://");
}

/** The most consequences of missing flags that a sentence names. */
const EXPLAINED = 3;
/** The most flags that fit into a part of a message. */
const FITTING = 6;

/** "Without '--profiling=false', kube-scheduler serves ...; without ..., it ...; and without '--a' and '--b'" */
function missingWords(rows: readonly FlagRow[], component: Component): Record<string, string> {
  const byMeaning = [...groupBy(rows, ({ means }) => means)];
  const [first, second, third] = byMeaning.map(([means, group], index) => {
    const flags = group.map(asWritten).join(" and ");
    return index === 0
      ? `Without ${flags}, ${called(component.name)} ${means}`
      : `; without ${flags}, it ${means}`;
  });
  const others = byMeaning.slice(EXPLAINED).flatMap(([, group]) => group.map(asWritten));
  return {
    first: first ?? "",
    second: second ?? "",
    third: third ?? "",
    others: others.length > 0 ? `. It also lacks ${others.slice(0, FITTING).join(", ")}` : "",
    more: others
      .slice(FITTING)
      .map((flag) => `, ${flag}`)
      .join(""),
    advice: rows.length === 1 ? "Add it." : "Add them.",
  };
}

function asWritten({ flag, instead }: FlagRow): string {
  return `'--${flag}=${instead}'`;
}

/** Where something is written: the file, then the document and the path in it. */
type Written = readonly [file: string, rest: string];

/** Where each flag is first left out, for each group of files that start the same component on the nodes of a cluster. */
const firstWithout = memoizePairs((repository: Repository, table: FlagTable) => {
  const groups = new Map<string, Map<string, Written>>();
  for (const [file, { configurations = [] }] of repository.files) {
    for (const configuration of configurations) {
      const rest = restOf(configuration.document, configuration.at);
      const missing = componentsOf(configuration)
        .filter(({ name }) => name === table.component)
        .flatMap((component) => missingRows(component, table));
      for (const { flag } of missing) {
        for (const group of groupsOf(file)) {
          const firsts = groups.get(group) ?? new Map<string, Written>();
          groups.set(group, firsts);
          const first = firsts.get(flag);
          if (!first || isBefore([file, rest], first)) firsts.set(flag, [file, rest]);
        }
      }
    }
  }
  return groups;
});

/** Whether another place leaves out a flag of the same component, and comes first, so that it has the finding. */
function isSaidBefore(repository: Repository, place: Place, table: FlagTable, flag: string): boolean {
  const here: Written = [place.file, restOf(place.document, place.path)];
  return groupsOf(place.file).some((group) => {
    const first = firstWithout(repository, table).get(group)?.get(flag);
    return first !== undefined && isBefore(first, here);
  });
}

/** The files beside a file, and those of its name in the directories beside its own, as a directory a node has it. */
function groupsOf(file: string): [string, string] {
  const directory = directoryOf(file);
  return [`in ${directory}`, `of ${directoryOf(directory)} ${file.slice(directory.length)}`];
}

function restOf(document: number, path: Path): string {
  return [document, ...path]
    .map((part) => (typeof part === "number" ? String(part).padStart(9, "0") : part))
    .join("\0");
}

function isBefore([file, rest]: Written, [other, itsRest]: Written): boolean {
  return file === other ? rest < itsRest : file < other;
}
