import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import fc from "fast-check";

/** One thing that somebody does in an editor or beside it; the numbers choose what exactly. */
export interface Step {
  what: (typeof DEEDS)[number];
  numbers: readonly [number, number, number];
}

const DEEDS = [
  "type",
  "type again",
  "save",
  "close",
  "write",
  "write",
  "add",
  "delete",
  "rename",
  "move a directory",
  "delete a directory",
  "note a branch",
  "switch to a branch",
  "configure",
  "ignore",
  "accept",
] as const;

const number = fc.nat({ max: 9999 });

/** What somebody does, one after the other. */
export const steps = (length: number): fc.Arbitrary<Step[]> =>
  fc.array(fc.record({ what: fc.constantFrom(...DEEDS), numbers: fc.tuple(number, number, number) }), {
    minLength: length,
    maxLength: length,
    size: "max",
  });

type Texts = Map<string, string>;

const CONFIGURATIONS = [
  "preset: recommended\n",
  "preset: strict\n",
  "rules:\n  no-wildcard-verbs: off\n",
  'preset: all\nignores: ["base/**", "shop/**"]\n',
  'overrides:\n  - files: ["**/role.yaml"]\n    rules: { no-wildcard-verbs: warn }\n',
  "settings: { knownRoles: [pod-*] }\n",
];
const IGNORES = ["", "base/\n", "role.yaml\n", "apps/*\n!apps/base\n", "*.yaml\n!kustomization.yaml\n"];
const SUPPRESSIONS = [
  "{}",
  '{ "base/missing.yaml": { "gitops/no-missing-role": { "count": 1 } } }',
  '{ "shop/missing.yaml": { "gitops/no-missing-role": { "count": 1 } } }',
  "{",
];

/** How a text is changed: by the second number, at a place that the third one chooses. */
const CHANGES: readonly ((text: string, at: number) => string)[] = [
  (text) => `# a comment\n${text}`,
  (text, at) => withoutLine(text, at),
  (text) => text.replaceAll("pod-reader", "pod-raeder"),
  (text) => text.replaceAll("pod-raeder", "pod-reader"),
  (text) => text.replaceAll("kind: Role\n", "kind: ClusterRole\n"),
  (text) => text.replaceAll("kind: ClusterRole\n", "kind: Role\n"),
  (text) => text.replace("verbs: [get", 'verbs: ["*", get'),
  (text) => text.replace('"*"', "get"),
  (text) => text.replaceAll("name: shop\n", "name: store\n"),
  (text) => text.replaceAll("name: store\n", "name: shop\n"),
  (text) => `${text}---\n${text}`,
  (text) => `${text}---\nkind: [\n`,
  (text) => text.slice(0, text.indexOf("---\n") >>> 0),
  (text) => text.replace(/^namespace: .*\n/m, ""),
  (text) => text.replace(/^namespace: (.*)$/m, "namespace: $1-other"),
  (text) => text.replace(/^ {2}- \S+\.yaml$/m, (line) => `# ${line}`),
  (text) => text.replace("resources:\n", "resources:\n  - role.yaml\n"),
  (text) => text.replace("path: ./", "path: ./other/"),
  (text) => text.replace("path: ./other/", "path: ./"),
  (text) => `# eslint-disable gitops/no-wildcard-verbs -- it is meant so\n${text}`,
  (text, at) => `${text}# \u{1F600} ${at}\n`,
  () => "",
  (text) => text.replace("{{ .Values.name }}", "{{ .Values.other }}"),
  (text) => text.replace("name: reader", "name: pod-reader"),
];

function withoutLine(text: string, at: number): string {
  const lines = text.split("\n");
  lines.splice(at % lines.length, 1);
  return lines.join("\n");
}

/** A repository on disk, and the files of it that are open. */
export class Desk {
  readonly root: string;
  readonly open: Texts = new Map();
  readonly #branches: Texts[];

  constructor(root: string) {
    this.root = root;
    this.#branches = [this.disk];
  }

  /** The files on disk. */
  get disk(): Texts {
    const entries = readdirSync(this.root, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const paths = files.map((file) => relative(this.root, file).split(sep).join("/")).sort();
    return new Map(paths.map((path) => [path, readFileSync(join(this.root, path), "utf8")]));
  }

  /** Does something, and tells which files and directories on disk it has touched. */
  do({ what, numbers: [which, how, at] }: Step): string[] {
    const { disk } = this;
    const paths = [...new Set([...disk.keys(), ...this.open.keys()])].sort();
    const path = paths[which % paths.length] ?? "role.yaml";
    const text = this.open.get(path) ?? disk.get(path) ?? "";
    const changed = (before: string) => CHANGES[how % CHANGES.length]?.(before, at) ?? before;
    const [open = ""] = [...this.open.keys()].slice(which % Math.max(this.open.size, 1));
    const directories = [...new Set(paths.map((one) => dirname(one)).filter((one) => one !== "."))];
    const directory = directories[which % Math.max(directories.length, 1)] ?? "base";
    switch (what) {
      case "type":
        return this.#type(path, changed(text));
      case "type again":
        return this.open.has(open) ? this.#type(open, changed(this.open.get(open) ?? "")) : [];
      case "save":
        return this.open.has(open) ? this.#write(open, this.open.get(open) ?? "") : [];
      case "close":
        this.open.delete(open);
        return [];
      case "write":
        return disk.has(path) ? this.#write(path, changed(disk.get(path) ?? "")) : [];
      case "add":
        return this.#write(`${directory}/added-${at % 3}.yaml`, changed(text));
      case "delete":
        rmSync(join(this.root, path), { force: true });
        return [path];
      case "rename":
        return disk.has(path) ? this.#rename(path, `${dirname(path)}/${NAMES[at % NAMES.length]}`) : [];
      case "move a directory":
        return this.#rename(directory, `${directory}-${at % 2}`);
      case "delete a directory":
        // Not every time: little would be left.
        if (at % 3 > 0) return [];
        rmSync(join(this.root, directory), { recursive: true, force: true });
        return [directory];
      case "note a branch":
        this.#branches.push(disk);
        return [];
      case "switch to a branch":
        return this.#switchTo(this.#branches[at % this.#branches.length] ?? disk, disk);
      case "configure":
        return this.#write(".gitops-lint.yaml", CONFIGURATIONS[at % CONFIGURATIONS.length] ?? "");
      case "ignore":
        return this.#write(".gitignore", IGNORES[at % IGNORES.length] ?? "");
      case "accept":
        return this.#write("eslint-suppressions.json", SUPPRESSIONS[at % SUPPRESSIONS.length] ?? "");
    }
  }

  #type(path: string, text: string): string[] {
    // A mistake in a configuration leaves the one before, which a fresh model does not know.
    if (path === ".gitops-lint.yaml") return [];
    this.open.set(path, text);
    return [];
  }

  #write(path: string, text: string): string[] {
    if (path === ".gitops-lint.yaml" && !CONFIGURATIONS.includes(text)) return [];
    try {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), text);
    } catch {
      // There is a directory of that name, or a file above it.
    }
    return [path];
  }

  #rename(from: string, to: string): string[] {
    if (from === ".gitops-lint.yaml") return [];
    try {
      renameSync(join(this.root, from), join(this.root, to));
    } catch {
      // There is nothing, or something is there already.
    }
    return [from, to];
  }

  #switchTo(branch: Texts, disk: Texts): string[] {
    const gone = [...disk.keys()].filter((path) => !branch.has(path));
    for (const path of gone) rmSync(join(this.root, path), { force: true });
    const others = [...branch].filter(([path, text]) => disk.get(path) !== text);
    for (const [path, text] of others) this.#write(path, text);
    return [...gone, ...others.map(([path]) => path)];
  }
}

const NAMES = ["kustomization.yaml", "renamed.yaml", "role.yaml", "notes.txt", "values.json"];
