import fc from "fast-check";
import { resolveBindings } from "../../lib/analysis/access/bound-rules.js";
import type { Analysis } from "../../lib/analysis/analysis.js";
import { connectionList } from "../../lib/analysis/network/connection-list.js";
import { networksWith } from "../../lib/analysis/network/network.js";
import type { PolicyRule } from "../../lib/kubernetes/objects.js";
import { type Answer, allowedSubjects, type BoundRules } from "../../lib/kubernetes/rbac/authorizer.js";
import type { TextEdit } from "../../lib/manifests/edit.js";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import { rules } from "../../rules/index.js";
import { fuzz } from "./fuzz.js";
import { checkRange, type Found, judge, type Judged } from "./judge.js";
import { hostile, seeds, type Texts } from "./repositories.js";
import { type Choices, choices, reorderKeys, writeYaml } from "./yaml-structure.js";

/** Roles and bindings that say things twice. */
const lists = (...words: string[]) => fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 });
const rule = fc.oneof(
  fc.record({
    apiGroups: lists("", "apps", "*"),
    resources: lists("pods", "pods/log", "secrets", "*", "*/scale", "deployments"),
    verbs: lists("get", "list", "*", "${VERB}"),
    resourceNames: fc.option(lists("a", "b", ""), { nil: undefined, freq: 3 }),
  }),
  fc.record({ nonResourceURLs: lists("/metrics", "/*", "*"), verbs: lists("get", "*") }),
  fc.constantFrom<object>({}, { verbs: ["get"] }, { apiGroups: [""], resources: ["pods"], verbs: [] }),
);
const subject = fc.record({
  kind: fc.constantFrom("ServiceAccount", "User", "Group", "Usr"),
  name: fc.constantFrom("web", "ada", "system:masters", "${NAME}"),
  namespace: fc.constantFrom(undefined, "shop", ""),
  apiGroup: fc.constantFrom(undefined, "", "rbac.authorization.k8s.io"),
});
const RBAC = "rbac.authorization.k8s.io";
const access = fc
  .record({
    kind: fc.constantFrom("Role", "ClusterRole"),
    rules: fc.array(rule, { maxLength: 4 }),
    binding: fc.constantFrom("RoleBinding", "ClusterRoleBinding"),
    subjects: fc.array(subject, { maxLength: 4 }),
    styles: fc.tuple(choices, choices),
    isRepeated: fc.boolean(),
  })
  .map(({ kind, rules, binding, subjects, styles, isRepeated }): Texts => {
    const again = <Item>(all: Item[]) => (isRepeated ? [...all, ...all] : all);
    const role = {
      apiVersion: `${RBAC}/v1`,
      kind,
      metadata: { name: "r", namespace: "shop" },
      rules: again(rules),
    };
    const metadata = { name: "b", namespace: "shop" };
    const roleRef = { apiGroup: RBAC, kind, name: "r" };
    const bound = { apiVersion: `${RBAC}/v1`, kind: binding, metadata, roleRef, subjects: again(subjects) };
    const write = (value: unknown, style: Choices) =>
      writeYaml(reorderKeys(JSON.parse(JSON.stringify(value)), style), style);
    return { "a.yaml": `${write(role, styles[0])}---\n${write(bound, styles[1])}` };
  });

const repositories = fc.oneof(access, access, seeds, hostile);

function edited(text: string, edits: readonly TextEdit[]): string {
  const done: TextEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.range[0] - b.range[0])) {
    // As ESLint does: what overlaps or touches waits for the next pass.
    if (edit.range[0] >= (done.at(-1)?.range[1] ?? -1) + 1) done.push(edit);
  }
  return done
    .reverse()
    .reduce((now, { range: [start, end], text: put }) => now.slice(0, start) + put + now.slice(end), text);
}

function fixesOf({ found, files }: Judged, path: string): TextEdit[] {
  return found.flatMap(({ file, document, fix }) => {
    return file === path && fix ? (files.get(file)?.edit(document, fix) ?? []) : [];
  });
}

const FIXABLE = Object.values(rules).filter(({ meta }) => meta.fixable);

/** The texts after `--fix`. */
function fixed(texts: Texts): { texts: Texts; isChanged: boolean } {
  let now = texts;
  for (let pass = 0; pass < 10; pass++) {
    const judged = judge(now, { only: FIXABLE });
    const next = Object.fromEntries(
      Object.entries(now).map(([path, text]) => {
        const plain = judged.files.get(path)?.text ?? text;
        return [path, plain.length === text.length ? edited(text, fixesOf(judged, path)) : text];
      }),
    );
    if (Object.keys(now).every((path) => now[path] === next[path])) break;
    now = next;
  }
  return { texts: now, isChanged: now !== texts };
}

fuzz("fixes-and-suggestions-leave-yaml", {
  input: repositories,
  runs: 15,
  check(texts) {
    const { found, files } = judge(texts);
    for (const one of found) {
      const file = files.get(one.file);
      if (!file) continue;
      for (const edit of [...(one.fix ? [one.fix] : []), ...one.suggest]) {
        const change = file.edit(one.document, edit);
        if (!change) continue;
        checkRange(file.text, ...change.range);
        checkParses(file.text, edited(file.text, [change]), one);
      }
    }
  },
});

function checkParses(before: string, after: string, { rule: name, document }: Found): void {
  if (before === after) throw new Error(`${name} changes nothing`);
  const [old, now] = [before, after].map((text) => valuesOf(text));
  const isBroken = now?.[document] === undefined && old?.[document] !== undefined;
  if (isBroken || old?.length !== now?.length) throw new Error(`${name} makes of it:\n${after}`);
  const other = old?.findIndex(
    (value, index) => index !== document && JSON.stringify(value) !== JSON.stringify(now?.[index]),
  );
  if (other !== undefined && other >= 0) throw new Error(`${name} changes another document:\n${after}`);
}

const valuesOf = (text: string) => new ManifestFile(text).values();

fuzz("fixes-done-twice-do-no-more", {
  input: repositories,
  runs: 30,
  check(texts) {
    const once = fixed(texts).texts;
    const twice = fixed(once);
    if (twice.isChanged)
      throw new Error(`Not done at once:\n${JSON.stringify(once)}\n${JSON.stringify(twice.texts)}`);
  },
});

fuzz("fixes-change-no-grant-and-no-connection", {
  input: repositories,
  runs: 30,
  check(texts) {
    const { texts: after, isChanged } = fixed(texts);
    if (!isChanged) return;
    const [old, now] = [texts, after].map((one) => judge(one).analysis);
    if (!old || !now) return;
    const questions = questionsOf(old);
    const [before, later] = [old, now].map((analysis) => grantsIn(analysis, questions));
    const lost = [...(before ?? [])].filter((grant) => !later?.has(grant));
    const won = [...(later ?? [])].filter((grant) => !before?.has(grant));
    if (lost.length + won.length > 0)
      throw new Error(`Lost: ${lost.join()}\nWon: ${won.join()}\n${JSON.stringify(after)}`);
    const [allowed, allowedLater] = [old, now].map(connectionsOf);
    if (allowed !== allowedLater) throw new Error("Other connections are allowed");
  },
});

type Question = Parameters<typeof allowedSubjects>[0];

/** Every verb on everything that some rule names, and on something else. */
function questionsOf(analysis: Analysis): Question[] {
  const rules = resolveBindings(analysis).flatMap((binding) => binding.rules.map(({ rule: one }) => one));
  const of = (key: "verbs" | "apiGroups" | "resources" | "nonResourceURLs") => {
    const plain = rules.flatMap((one: PolicyRule) => one[key] ?? []);
    return [...new Set([...plain, "zz", "zz/zz"])].slice(0, 12);
  };
  return of("verbs").flatMap((verb): Question[] => [
    ...of("nonResourceURLs").map((path) => ({ verb, path })),
    ...of("apiGroups").flatMap((group) =>
      of("resources").map((written): Question => {
        const [resource = "", subresource] = written.split("/");
        return { verb, apiGroups: [group], resource, ...(subresource !== undefined && { subresource }) };
      }),
    ),
  ]);
}

/** Who may do what, wherever: each grant in words. */
function grantsIn(analysis: Analysis, questions: readonly Question[]): Set<string> {
  const bindings = resolveBindings(analysis);
  return new Set(
    questions.flatMap((question) =>
      allowedSubjects(question, bindings).map((answer: Answer<(typeof bindings)[number]>) => {
        const { kind, name, namespace = answer.binding.namespace } = answer.subject;
        const where = answer.binding.namespace ?? "cluster";
        return JSON.stringify([
          question,
          where,
          kind,
          kind === "ServiceAccount" ? namespace : "",
          name,
          namesOf(answer, question, bindings),
        ]);
      }),
    ),
  );
}

/** The names of objects that all rules together allow somebody. */
function namesOf<Binding extends BoundRules>(
  { subject: who, binding: { namespace } }: Answer<Binding>,
  question: Question,
  bindings: readonly Binding[],
): string[] {
  const all = allowedSubjects(
    question,
    bindings.filter((one) => one.namespace === namespace),
  );
  const own = all.filter(
    ({ subject: one }) => one.kind === who.kind && one.name === who.name && one.namespace === who.namespace,
  );
  const named = own.map(({ rule: { rule: one } }) => one.resourceNames ?? []);
  return named.some((names) => names.length === 0) ? ["*"] : [...new Set(named.flat())].sort();
}

function connectionsOf(analysis: Analysis): string {
  return JSON.stringify(
    analysis.all.flatMap((build) => {
      return networksWith(analysis, build).map((network) =>
        connectionList(network).groups.map(({ allowed, unknown, isRestricted }) => [
          allowed,
          unknown,
          isRestricted,
        ]),
      );
    }),
  );
}
