import type { Place } from "../../builds/build.js";
import type { HiddenPart } from "../../builds/hidden-part.js";
import { ADMIN_USER } from "../../kubernetes/argocd/builtin-policy.js";
import { mayOverlap } from "../../kubernetes/argocd/dead-lines.js";
import { policyOf, type Request } from "../../kubernetes/argocd/enforce.js";
import { IN_PROJECT_ROLES } from "../../kubernetes/argocd/everything.js";
import type { Grouping, Permission } from "../../kubernetes/argocd/policy-text.js";
import {
  type Grant,
  grantedTo,
  type Granted,
  projectOf,
  projectOfToken,
  whoCan,
} from "../../kubernetes/argocd/who-can.js";
import { type WrittenPolicy, writtenPolicy } from "../../kubernetes/argocd/written-policy.js";
import { isKnown } from "../../kubernetes/objects.js";
import type { Path } from "../../manifests/locate.js";
import { lineAt } from "../../manifests/text-within.js";
import type { Repository } from "../../repository/repository.js";
import { field } from "../../util/plain-values.js";
import type { Analysis } from "../analysis.js";
import type { Step, Unknown } from "./answers.js";
import { areTogether, settingAt } from "../argo-settings.js";
import { configurationsOf, type PlacedConfiguration } from "./configurations.js";
import { unread, unseen } from "./unknown-parts.js";
import { once } from "./who-can.js";

type Line = Permission | Grouping;

interface Who {
  /** Whom a policy names, the tokens of a project's role, everyone who logs in, or anyone without login. */
  kind: "name" | "token" | "everyone" | "anyone";
  /** The name, as the policy has it. */
  name?: string;
}

/** Who is allowed something in Argo CD, and through what. */
export interface ArgoCdAllowed extends Who {
  /** The file of the policy; undefined if the repository has none. */
  policy?: string;
  /** The objects of the line that allows it, as it is written, and those that other lines deny. */
  objects: string;
  except: readonly string[];
  /** The settings and the lines that lead to the last one, which allows it. Those of every Argo CD have no place. */
  through: readonly Step[];
}

interface Found {
  allowed: readonly ArgoCdAllowed[];
  unknown: readonly Unknown[];
}

export interface ArgoCdAnswers extends Found {
  /** The policies of the repository; with none, that of every Argo CD is assumed. */
  policies: readonly Place[];
  /** Whether the account admin can log in, which is not among the answers. */
  hasAdmin: boolean;
}

/** A policy as it is read. */
interface Loaded extends Partial<Omit<WrittenPolicy, "texts" | "added">> {
  file?: string;
  namespace?: unknown;
  placeAt?: (path: Path) => Place;
  /** The lines that are known, and where they are. */
  lines: ReadonlyMap<Line, Place>;
  /** What cannot be read, or is filled in later. */
  unknown: readonly Unknown[];
}

/** Every line of the policies of a repository, also those of projects. */
export function argoCdLines(analysis: Analysis): Line[] {
  return [...policiesIn(analysis), ...projectsIn(analysis)].flatMap(({ lines }) => [...lines.keys()]);
}

/** Who may do something in Argo CD, by the policies of the repository. */
export function argoCdWhoCan(analysis: Analysis, request: Request): ArgoCdAnswers {
  const { repository } = analysis;
  const [policies, projects] = [policiesIn(analysis), projectsIn(analysis)];
  const all: Loaded[] = policies.length > 0 ? policies : [{ lines: new Map(), unknown: [] }];
  const found = all.map((policy) => answersOf(policy, projects, { request, repository }));
  return {
    allowed: found.flatMap(({ allowed }) => allowed),
    unknown: once([
      ...found.flatMap(({ unknown }) => unknown),
      ...[...policies, ...projects].flatMap(({ unknown }) => unknown),
      ...unreadPolicies(repository, policies),
      ...unread(analysis),
      ...unseen(analysis, mayHavePolicy),
    ]),
    policies: policies.flatMap(({ placeAt }) => placeAt?.([]) ?? []),
    hasAdmin: all.some((policy) => !settingAt(repository, policy, "withoutAdmin")),
  };
}

interface Context {
  request: Request;
  repository: Repository;
}

function answersOf(policy: Loaded, projects: readonly Loaded[], context: Context): Found {
  const { request } = context;
  const [resource, , object] = request;
  const own = projects.filter(({ namespace }) => areTogether(namespace, policy.namespace));
  const asked = own.filter(({ project }) => object !== undefined && project === projectOf(request));
  const isInProjects = resource === "projects" || IN_PROJECT_ROLES.includes(resource);
  // The lines of a project count for what is in it. Without an object, they are asked besides.
  const besides = object === undefined && isInProjects ? own : [];
  const scopes = asked.length > 0 ? asked : [undefined, ...besides];
  const found = scopes.map((project) => answersIn(policy, project, context));
  return {
    allowed: once(found.flatMap(({ allowed }) => allowed)),
    unknown: found.flatMap(({ unknown }) => unknown),
  };
}

/** What a policy says together with the roles of a project. */
function answersIn(policy: Loaded, project: Loaded | undefined, { request, repository }: Context): Found {
  const { file, mode = "glob", defaultRole } = policy;
  const compiled = policyOf([...policy.lines.keys(), ...(project?.lines.keys() ?? [])], mode);
  const placeOf = (line: Line) => placed(policy.lines.get(line) ?? project?.lines.get(line));
  const stepOf = (line: Line): Step => ({ kind: line.type, name: wordsOf(line), ...placeOf(line) });
  const isNew = ({ line, through }: Grant) => {
    if (!project || request[2] !== undefined) return true;
    const isOfProject = [line, ...through].some((one) => project.lines.has(one));
    return isOfProject && mayOverlap(line.object, `${project.project ?? ""}/`);
  };
  const named = whoCan(compiled, request).filter(([name]) => name !== ADMIN_USER);
  const all: { who: Who; granted: Granted; before: readonly Step[] }[] = named.map(([name, granted]) => {
    return {
      who: { kind: projectOfToken(name) === undefined ? "name" : "token", name },
      granted,
      before: [],
    };
  });
  if (defaultRole) {
    const anonymous = settingAt(repository, policy, "anonymous");
    const byDefault = { kind: "policy.default", name: defaultRole.value };
    all.unshift({
      who: { kind: anonymous ? "anyone" : "everyone" },
      granted: grantedTo(compiled, defaultRole.value, request),
      before: [
        ...(anonymous ? [{ kind: "users.anonymous.enabled", place: anonymous }] : []),
        { ...byDefault, ...placed(policy.placeAt?.(defaultRole.at)) },
      ],
    });
  }
  return {
    allowed: all.flatMap(({ who, granted, before }) =>
      granted.grants.filter(isNew).map(({ line, through, except }) => ({
        ...who,
        ...(file !== undefined && { policy: file }),
        objects: line.object,
        except,
        through: [...before, ...through.map(stepOf), stepOf(line)],
      })),
    ),
    unknown: all.flatMap(({ who: { name }, granted: { unclear } }) => {
      const whom = name === undefined ? "everyone who logs in" : `'${name}'`;
      const why = "a pattern of this line is too complicated to be read here";
      return unclear ? [{ what: `whether ${whom} may do it`, why, ...placeOf(unclear) }] : [];
    }),
  };
}

function policiesIn(analysis: Analysis): Loaded[] {
  return (["ArgoCdRbac", "ArgoCdOperator"] as const)
    .flatMap((format) => configurationsOf(analysis.repository, format))
    .flatMap((configuration) => {
      const policy = load(configuration);
      if (!analysis.isPatch(configuration.file)) return [policy];
      // A patch is asked only for what it says itself.
      const { defaultRole, lines, unknown, ...rest } = policy;
      const role = defaultRole?.isUnwritten ? undefined : defaultRole;
      return (role ?? lines.size + unknown.length > 0)
        ? [{ ...rest, lines, unknown, ...(role && { defaultRole: role }) }]
        : [];
    });
}

function projectsIn({ repository }: Analysis): Loaded[] {
  return configurationsOf(repository, "ArgoCdProject").map(load);
}

function load(configuration: PlacedConfiguration): Loaded {
  const { file, document, at, value } = configuration;
  const placeAt = (path: Path): Place => ({ file, document, path: [...at, ...path] });
  const { texts, added = [], ...written } = writtenPolicy(configuration) as WrittenPolicy;
  const lines = new Map<Line, Place>();
  const unknown: Unknown[] = [];
  const later = (what: string, path: Path) =>
    unknown.push({ what, why: "it is filled in later", place: placeAt(path) });
  for (const text of [...added, ...texts]) {
    for (const line of [...text.lines, ...text.defects]) {
      const path = lineAt(text, line.line);
      if (!isKnown(text.source[line.line])) later("what this line of a policy says", path);
      else if ("id" in line) {
        const lost = written.project === undefined ? "policy" : "roles of this project";
        const why = `Argo CD does not load it, and so loads no ${lost}`;
        unknown.push({ what: "what this line of a policy means", why, place: placeAt(path) });
      } else lines.set(line, placeAt(path));
    }
  }
  if (written.mode === undefined) later("how this policy compares its patterns", []);
  if (written.hiddenDefault) later("what everyone who logs in may do", written.hiddenDefault);
  if (written.project === "") later("of which project these roles are", ["metadata", "name"]);
  const isUsable = written.project !== "";
  return {
    ...written,
    file,
    namespace: field(value, "metadata", "namespace"),
    placeAt,
    lines: isUsable ? lines : new Map(),
    unknown,
  };
}

/** Files that seem to say more of a policy: a generator of kustomize, a patch, or the values of a chart. */
function unreadPolicies(repository: Repository, policies: readonly Loaded[]): Unknown[] {
  const read = new Set(policies.map(({ file }) => file));
  const others = [...repository.files.keys()].filter((file) => {
    return !read.has(file) && /\bargocd-rbac-cm(?![\w.-])|\bpolicy\.csv\b/.test(repository.text(file));
  });
  return others.map((file) => ({
    what: `what '${file}' says of a policy of Argo CD`,
    why: "it has no ConfigMap argocd-rbac-cm",
  }));
}

/** Whether a policy may be in what cannot be seen. The charts and operators that install Argo CD go by its name. */
function mayHavePolicy({ kind, names, reason, values }: HiddenPart): boolean {
  if (kind !== "chart" && kind !== "operator") return true;
  return /argo|gitops/i.test(JSON.stringify([names, reason, values]));
}

/** A line as it is written, but for its first field and its blanks. */
function wordsOf(line: Line): string {
  if (line.type === "g") return `${line.member}, ${line.role}`;
  return [line.subject, line.resource, line.action, line.object, line.effect].join(", ");
}

function placed(place: Place | undefined): { place?: Place } {
  return place ? { place } : {};
}
