import { field, items } from "../../util/plain-values.js";
import { parseKubernetesVersion, type KubernetesVersion } from "../api/kubernetes-version.js";
import type { Configuration } from "../configuration/configuration.js";
import { readArguments, shellWords, type Word } from "./arguments.js";
import type { Component, ComponentName, Flag } from "./component.js";

type Path = readonly (string | number)[];

const NAMES: ReadonlySet<string> = new Set<ComponentName>([
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
  "etcd",
]);

/** The names by which hyperkube, one binary for all components until Kubernetes 1.18, takes them. */
const HYPERKUBE: Readonly<Record<string, ComponentName>> = {
  apiserver: "kube-apiserver",
  "controller-manager": "kube-controller-manager",
  scheduler: "kube-scheduler",
  proxy: "kube-proxy",
};

/** Programs that start the one that is named behind their own flags. */
const STARTERS: ReadonlySet<string> = new Set(["go-runner", "kube-log-runner", "tini", "dumb-init", "exec"]);
const SHELLS: ReadonlySet<string> = new Set(["sh", "bash", "ash", "dash"]);

/** The components that the containers of a Pod, or of the Pods of a workload, run. */
export function podComponents({ format, value }: Configuration): Component[] {
  return podPaths(value).flatMap((path) => {
    // A static Pod is on the network of its node; one that does not say so is cut short.
    const isInPodNetwork = value.kind !== "Pod" && field(value, ...path, "hostNetwork") !== true;
    return ["initContainers", "containers"].flatMap((list) =>
      items(field(value, ...path, list)).flatMap((container, index) =>
        containerComponent(container, [...path, list, index], format).map((component) =>
          isInPodNetwork ? { ...component, isInPodNetwork } : component,
        ),
      ),
    );
  });
}

function podPaths(value: unknown): string[][] {
  const paths = [["spec"], ["spec", "template", "spec"], ["spec", "jobTemplate", "spec", "template", "spec"]];
  return paths.filter((path) => field(value, ...path) !== undefined);
}

function containerComponent(container: unknown, at: Path, format: Component["format"]): Component[] {
  const words = (["command", "args"] as const).flatMap((key) =>
    items(field(container, key)).map((text, index): Word => {
      return { text: typeof text === "string" ? text : scalar(text), at: [...at, key, index] };
    }),
  );
  const found = commandOf(words);
  if (!found) return [];
  const { name, rest } = found;
  // Without a command, the image decides what its arguments are for.
  const isOwnImage =
    items(field(container, "command")).length > 0 || namesImage(field(container, "image"), name);
  const read = readArguments(rest, { anyDashes: name === "etcd" });
  const isAlone = name !== "etcd" || !hasFlagsBeside(container);
  const isWhole = found.isWhole && isOwnImage && read.isWhole && isAlone && !isElsewhere(name, read.flags);
  const version = name === "etcd" ? undefined : imageVersion(field(container, "image"));
  return [
    {
      name,
      format,
      flags: read.flags,
      isWhole,
      at: found.at,
      ...(version && { version }),
      defaults: {},
    },
  ];
}

/** Whether the environment has flags of etcd, as `ETCD_CERT_FILE`, or may have. etcd: pkg/flags/flag.go, FlagToEnv. */
function hasFlagsBeside(container: unknown): boolean {
  const names = items(field(container, "env")).map((variable) => field(variable, "name"));
  return (
    items(field(container, "envFrom")).length > 0 ||
    names.some((name) => typeof name !== "string" || name.startsWith("ETCD_"))
  );
}

/**
 * Whether a component takes what could be flags from elsewhere: OpenShift's from one file, etcd from a file that
 * replaces all flags, or from its environment, which is likely where it has no flags.
 */
function isElsewhere(name: ComponentName, flags: readonly Flag[]): boolean {
  if (name === "etcd" && flags.length === 0) return true;
  return flags.some(
    (flag) => flag.name === "openshift-config" || (name === "etcd" && flag.name === "config-file"),
  );
}

function scalar(value: unknown): string | undefined {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

interface Command {
  name: ComponentName;
  /** Where the program is named. */
  at: Path;
  rest: readonly Word[];
  isWhole: boolean;
}

/** The component that a command starts, and the words behind its name. */
function commandOf(words: readonly Word[], isWhole = true): Command | undefined {
  const [first, ...rest] = words;
  // What begins with a flag is for the program of the image: `--kubelet-service=kube-system/kubelet` names a Service.
  if (first?.text === undefined || first.text.startsWith("-")) return undefined;
  const name = baseName(first.text);
  const component = componentName(name);
  if (component) return { name: component, at: first.at, rest, isWhole };
  if (name === "hyperkube") {
    const [second, ...others] = rest;
    if (second?.text === undefined) return undefined;
    const meant = componentName(second.text) ?? own(HYPERKUBE, second.text);
    return meant && { name: meant, at: second.at, rest: others, isWhole };
  }
  if (STARTERS.has(name)) {
    const program = rest.findIndex(({ text }) => text === undefined || !text.startsWith("-"));
    return program < 0 ? undefined : commandOf(rest.slice(program), isWhole);
  }
  return SHELLS.has(name) ? shellCommand(rest) : undefined;
}

/** What `sh -c` runs. Further words are the shell's own, which the line can use. */
function shellCommand(words: readonly Word[]): Command | undefined {
  const option = words.findIndex(({ text }) => text !== undefined && /^-[a-z]*c$/.test(text));
  const line = words[option + 1];
  if (option < 0 || line?.text === undefined) return undefined;
  const read = shellWords(line.text, line.at, isProgram);
  const isAlone = words.length === option + 2;
  return commandOf(read.words, read.isWhole && isAlone);
}

function isProgram(word: string): boolean {
  const name = baseName(word);
  return (
    componentName(name) !== undefined || name === "hyperkube" || /^(?:go-runner|kube-log-runner)$/.test(name)
  );
}

function componentName(name: string): ComponentName | undefined {
  return NAMES.has(name) ? (name as ComponentName) : undefined;
}

function own<Value>(map: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** The last part of the path of a program; nothing for what is no path, such as a flag. */
function baseName(path: string): string {
  return /^[\w.+/][\w.+/-]*$/.test(path) ? path.slice(path.lastIndexOf("/") + 1) : "";
}

function namesImage(image: unknown, component: ComponentName): boolean {
  return typeof image === "string" && (image.includes(component) || image.includes("hyperkube"));
}

/** The version in the tag of an image: `registry.k8s.io/kube-apiserver:v1.34.0`, with or without a digest. */
export function imageVersion(image: unknown): KubernetesVersion | undefined {
  if (typeof image !== "string") return undefined;
  const [, tag = ""] = /:([^:/@]*)(?:@[^@]*)?$/.exec(image) ?? [];
  // A tag has no plus.
  return parseKubernetesVersion(tag.replace("_", "+"));
}
