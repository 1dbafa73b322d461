import fc from "fast-check";
import { stringify } from "yaml";
import { field, isMap } from "../../lib/util/plain-values.js";
import { isGenerated } from "../../lib/manifests/generated.js";
import { DiskTree, type TreeEntry } from "../../lib/repository/disk/file-tree.js";
import { readRepository } from "../../lib/repository/read-repository.js";
import { fuzz } from "./fuzz.js";
import { inDirectory } from "./in-directory.js";
import { type Found, judge } from "./judge.js";
import { hostile, seeds, type Texts, valuesIn } from "./repositories.js";
import { chooser, type Choices, choices, reorderKeys, shuffled, writeYaml } from "./yaml-structure.js";

/** A finding as somebody reads it, by its path, without places in texts. */
const told = ({ rule, file, document, at, message }: Found) =>
  `${rule} ${file} ${document} ${JSON.stringify(at)} ${withoutLines(message)}`;
/** The same without the path. */
const words = ({ rule, file, message }: Found) => `${rule} ${file} ${withoutLines(message)}`;
const withoutLines = (message: string) => message.replace(/(?<=\.ya?ml):\d+/g, "");

function expectSame(before: readonly string[], after: readonly string[]): void {
  const rest = [...after];
  const gone = before.filter((one) => {
    const at = rest.indexOf(one);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  if (gone.length + rest.length > 0) throw new Error(`Gone: ${gone.join("\n")}\nNew: ${rest.join("\n")}`);
}

/** Texts with each YAML file written anew from its values; undefined if one of them does not parse. */
function rewritten(texts: Texts, write: (values: unknown[], path: string) => string): Texts | undefined {
  const all = Object.entries(texts).map(([path, text]) => {
    if (!/\.ya?ml$/.test(path)) return [path, text];
    const values = valuesIn(text);
    const isRewritten = values.every(isMap) && !isGenerated(text);
    return [path, isRewritten ? write(values, path) : undefined];
  });
  return all.some(([, text]) => text === undefined) ? undefined : (Object.fromEntries(all) as Texts);
}

function isDifferent(one: Texts, other: Texts): boolean {
  return Object.keys(one).some((path) => {
    return JSON.stringify(valuesIn(one[path] ?? "")) !== JSON.stringify(valuesIn(other[path] ?? ""));
  });
}

const plain = (values: unknown[]) => values.map((value) => stringify(value)).join("---\n");

/** The files on disk, each directory listed in another order. */
class ShuffledTree extends DiskTree {
  constructor(
    root: string,
    readonly choose: (count: number) => number,
  ) {
    super(root);
  }

  override list(directory: string): TreeEntry[] {
    return shuffled(super.list(directory), this.choose);
  }
}

fuzz("same-findings-however-directories-are-listed", {
  input: fc.tuple(hostile, choices),
  runs: 6,
  check([texts, order]) {
    inDirectory(texts, (root) => {
      const [before, after] = [new DiskTree(root), new ShuffledTree(root, chooser(order))].map((tree) => {
        return judge(texts, { repository: readRepository(root, undefined, undefined, { tree }) }).found;
      });
      expectSame((before ?? []).map(told), (after ?? []).map(told));
    });
  },
});

fuzz("same-findings-beside-something-unrelated", {
  input: hostile,
  runs: 8,
  check(texts) {
    const unrelated =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: zz-unrelated, namespace: zz-unrelated }\n";
    expectSame(
      judge(texts).found.map(told),
      judge({ ...texts, "zz-unrelated/zz-unrelated.yaml": unrelated }).found.map(told),
    );
  },
});

fuzz("same-findings-in-any-style", {
  input: fc.tuple(seeds, fc.array(choices, { minLength: 1, maxLength: 4 })),
  runs: 15,
  check([texts, styles]: [Texts, Choices[]]) {
    const before = rewritten(texts, plain);
    let count = 0;
    const style = () => styles[count++ % styles.length] ?? [];
    const after = rewritten(texts, (values) =>
      values.map((value) => writeYaml(value, style())).join("---\n"),
    );
    // The library that writes them loses some texts when it folds lines.
    if (!before || !after || isDifferent(before, after)) return;
    expectSame(judge(before).found.map(told), judge(after).found.map(told));
  },
});

fuzz("same-findings-in-any-order-of-keys", {
  input: fc.tuple(seeds, choices),
  runs: 15,
  check([texts, order]: [Texts, Choices]) {
    const before = rewritten(texts, plain);
    const after = rewritten(texts, (values) => plain(values.map((value) => reorderKeys(value, order))));
    if (!before || !after) return;
    expectSame(judge(before).found.map(told), judge(after).found.map(told));
  },
});

fuzz("same-findings-in-any-order-of-documents", {
  input: fc.tuple(seeds, choices),
  runs: 15,
  check([texts, order]: [Texts, Choices]) {
    const choose = chooser(order);
    const before = rewritten(texts, plain);
    const after = rewritten(texts, (values) => plain(shuffled(values, choose)));
    if (!before || !after) return;
    expectSame(judge(before).found.map(words), judge(after).found.map(words));
  },
});

fuzz("same-findings-in-a-list", {
  input: seeds,
  runs: 15,
  check(texts) {
    const before = rewritten(texts, plain);
    const after = rewritten(texts, (values, path) =>
      // Only resources may be in a list.
      /kustomization|patch/.test(path) ||
      values.length === 0 ||
      values.some((value) => !field(value, "kind") || !field(value, "apiVersion"))
        ? plain(values)
        : stringify({ apiVersion: "v1", kind: "List", items: values }),
    );
    if (!before || !after) return;
    expectSame(judge(before).found.map(words), judge(after).found.map(words));
  },
});

fuzz("same-findings-where-a-directory-has-another-name", {
  input: seeds,
  runs: 15,
  check(texts) {
    const within = (name: string): Texts =>
      Object.fromEntries(Object.entries(texts).map(([path, text]) => [`${name}/${path}`, text]));
    const renamed = (one: Found) => told(one).replaceAll("qqq-two", "qqq-one");
    expectSame(judge(within("qqq-one")).found.map(told), judge(within("qqq-two")).found.map(renamed));
  },
});

fuzz("same-findings-where-a-kustomization-includes-all", {
  input: seeds,
  runs: 120,
  check(texts) {
    const isPlain = Object.keys(texts).every(
      (path) => /^[a-z-]+\.yaml$/.test(path) && !path.startsWith("kustomization"),
    );
    const flat = isPlain ? rewritten(texts, plain) : undefined;
    if (!flat) return;
    const resources = Object.keys(flat);
    const after = judge({ ...flat, "kustomization.yaml": stringify({ resources }) }).found;
    // What kubectl overwrites, kustomize refuses.
    if (after.some(({ rule }) => rule === "valid-kustomization")) return;
    // Plain files may be for a namespace that others have filled, an application is whole.
    const isAlike = ({ rule }: Found) => rule !== "no-missing-service-account";
    expectSame(judge(flat).found.filter(isAlike).map(told), after.filter(isAlike).map(told));
  },
});
