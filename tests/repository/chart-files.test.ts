import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import { OverlaidTree } from "../../lib/repository/disk/overlaid-tree.js";
import { DiskTree, type FileTree } from "../../lib/repository/disk/file-tree.js";
import { SteeredTree } from "../../lib/repository/disk/steering.js";
import { filesBefore, stagedFiles } from "../../lib/repository/git/base.js";
import { readAgain, readRepository, type RepositoryCache } from "../../lib/repository/read-repository.js";
import { repositoryDigest } from "../../lib/repository/repository-digest.js";
import type { Repository } from "../../lib/repository/repository.js";
import { digest } from "../../lib/util/digest.js";
import { committed, stage } from "./git.js";
import { link, put, temporary } from "./temporary.js";

const CHART = {
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "web/values.yaml": "a: 1\n",
  "web/templates/_helpers.tpl": '{{ define "x" }}x{{ end }}\n',
  "web/templates/role.yaml": "kind: {{ .Values.kind }}\n",
  "web/templates/NOTES.txt": "Hello.\n",
  "web/charts/redis-1.0.0.tgz": new Uint8Array([31, 139, 0]),
  "web/files/a.bin": new Uint8Array([0, 255]),
  "web/.helmignore": "*.bak\n",
};
const PATHS = [
  "web/.helmignore",
  "web/Chart.yaml",
  "web/charts/redis-1.0.0.tgz",
  "web/files/a.bin",
  "web/templates/NOTES.txt",
  "web/templates/_helpers.tpl",
  "web/templates/role.yaml",
  "web/values.yaml",
];
const ROLE = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: a }\n";

/** The paths of the files of charts, and the problems, in a repository on the disk or in another tree. */
function chartsOf(root: string, tree?: FileTree) {
  const { chartFiles, chartProblems } = readRepository(root, undefined, undefined, { tree });
  return { files: [...chartFiles.keys()], problems: Object.fromEntries(chartProblems) };
}

describe("the files of charts", () => {
  it("are all that is below a description of a chart, with digests of their bytes", () => {
    const root = temporary({ ...CHART, "a.yaml": ROLE, "b/notes.txt": "" });
    const repository = readRepository(root);
    expect([...repository.chartFiles.keys()]).toEqual(PATHS);
    for (const [path, content] of Object.entries(CHART))
      expect(repository.chartFiles.get(path)).toBe(digest(Buffer.from(content)));
    expect(repository.bytes("web/files/a.bin")).toEqual(Buffer.from([0, 255]));
    expect([...repository.files.keys()]).toEqual(["a.yaml", "web/Chart.yaml", "web/values.yaml"]);
    expect([...repository.chartProblems]).toEqual([]);
  });

  it("are none without a description, or where it is an object of Kubernetes", () => {
    expect(chartsOf(temporary({ "web/values.yaml": "a: 1\n", "web/x.txt": "" })).files).toEqual([]);
    const root = temporary({ "web/Chart.yaml": "kind: Role\n", "web/x.txt": "" });
    expect(chartsOf(root)).toEqual({ files: [], problems: {} });
  });

  it("are what git does not ignore, in the charts below a chart as well", () => {
    const root = temporary({
      "Chart.yaml": "name: top\n",
      "charts/own/Chart.yaml": "name: own\n",
      "charts/own/x.txt": "",
      "charts/fetched/Chart.yaml": "name: fetched\n",
      "secret.txt": "",
      ".gitignore": "charts/fetched/\nsecret.txt\n",
    });
    expect(chartsOf(root)).toEqual({
      files: [".gitignore", "Chart.yaml", "charts/own/Chart.yaml", "charts/own/x.txt"],
      problems: {},
    });
  });

  it.skipIf(process.platform === "win32")("say what of a chart was not read", () => {
    const root = temporary({ ...CHART, "web/node_modules/a.js": "", "web/own/.gitops-lint.yaml": "" });
    link(root, "web/etc", "/etc");
    link(root, "web/gone.txt", "nowhere");
    link(root, "web/values-link.yaml", "values.yaml");
    const { files, problems } = chartsOf(root);
    expect(files).toEqual([...PATHS, "web/values-link.yaml"].sort());
    expect(problems).toEqual({
      "web/etc": "it is a link that is not followed, as it leads to no file of the repository",
      "web/gone.txt": "it is a link that is not followed, as it leads to no file of the repository",
      "web/node_modules": "directories of packages are not read",
      "web/own": "it is a repository of its own",
    });
  });

  it("leave out a file that is too large, and a chart of which there is too much", () => {
    const large = Buffer.alloc(5 * 2 ** 20 + 1);
    const parts = Array.from({ length: 11 }, (_, index) => [`big/part${index}`, Buffer.alloc(5 * 2 ** 20)]);
    const root = temporary({
      ...CHART,
      "web/files/large": large,
      "big/Chart.yaml": "name: big\n",
      ...(Object.fromEntries(parts) as Record<string, Buffer>),
      "big/charts/in/Chart.yaml": "name: in\n",
    });
    expect(chartsOf(root)).toEqual({
      files: ["big/charts/in/Chart.yaml", ...PATHS],
      problems: {
        big: "it is larger than 50 MB",
        "web/files/large": "it is larger than 5 MB, which Helm refuses",
      },
    });
  });
});

describe("the files of charts elsewhere than on the disk", () => {
  it("are the same in a commit and in the index", () => {
    const root = committed(CHART);
    const { chartFiles } = readRepository(root);
    writeFileSync(join(root, "web/templates/NOTES.txt"), "Changed.\n");
    const { tree } = filesBefore(root, "HEAD");
    const before = readRepository(root, undefined, undefined, { tree });
    expect([...before.chartFiles]).toEqual([...chartFiles]);
    expect(before.bytes("web/files/a.bin")).toEqual(Buffer.from([0, 255]));
    stage(root, { "web/values.yaml": "a: 2\n", "web/templates/role.yaml": undefined });
    const staged = readRepository(root, undefined, undefined, stagedFiles(root));
    const differing = staged.differingFrom(before).filter((path) => !path.endsWith("Chart.yaml"));
    expect(differing).toEqual(["web/values.yaml", "web/templates/role.yaml"]);
  });

  it("are not read from git where they are too large", () => {
    const root = committed({ "web/Chart.yaml": "name: web\n", "web/large": "x".repeat(5 * 2 ** 20 + 1) });
    expect(chartsOf(root, filesBefore(root, "HEAD").tree)).toEqual({
      files: ["web/Chart.yaml"],
      problems: { "web/large": "it is larger than 5 MB, which Helm refuses" },
    });
  });

  it("include what comes from standard input", () => {
    const root = temporary(CHART);
    const tree = new OverlaidTree(new DiskTree(root), "web/values.yaml", Buffer.from("a: 9\n"));
    const repository = readRepository(root, undefined, undefined, { tree });
    expect(repository.chartFiles.get("web/values.yaml")).toBe(digest("a: 9\n"));
    expect(repository.bytes("web/values.yaml").toString()).toBe("a: 9\n");
  });

  it("are those of charts that were there before, in a change that is not trusted", () => {
    const root = temporary({ ...CHART, "web/templates/role.yaml": ROLE });
    const of = (trusted: string) => {
      const tree = new SteeredTree(new DiskTree(root), new DiskTree(trusted), () => true);
      const { files, chartFiles } = readRepository(root, undefined, undefined, { tree });
      return [files.has("web/templates/role.yaml"), chartFiles.has("web/templates/role.yaml")];
    };
    expect(of(temporary({ "web/Chart.yaml": "name: web\n" }))).toEqual([false, true]);
    // What makes a chart of a directory must not hide the manifests in it.
    expect(of(temporary())).toEqual([true, false]);
  });
});

describe("a change to a file of a chart", () => {
  function readings(path: string, text: string): { before: Repository; after: Repository | undefined } {
    const root = temporary(CHART);
    const cache: RepositoryCache = new Map();
    const before = readRepository(root, cache);
    put(root, path, text);
    const changed = new Map([[path, { mtime: 1, size: text.length }]]);
    return { before, after: readAgain(before, cache, changed, new DiskTree(root)) };
  }

  it.each(["web/values.yaml", "web/templates/role.yaml", "web/templates/_helpers.tpl", "web/files/a.bin"])(
    "is noticed without a walk: %s",
    (path) => {
      const { before, after } = readings(path, "changed: 1\n");
      expect(after?.chartFiles.get(path)).toBe(digest("changed: 1\n"));
      expect([...(after?.files.keys() ?? [])]).toEqual([...before.files.keys()]);
      expect(after?.differingFrom(before)).toEqual([path]);
      expect(after && repositoryDigest(after, {})).not.toBe(repositoryDigest(before, {}));
    },
  );

  it("is none if the text is the same", () => {
    const { before, after } = readings("web/templates/NOTES.txt", "Hello.\n");
    expect(after).toBe(before);
  });

  it("needs a walk where it decides what is a chart, or is too large", () => {
    expect(readings("web/Chart.yaml", "kind: Role\n").after).toBeUndefined();
    expect(readings("web/templates/NOTES.txt", "x".repeat(5 * 2 ** 20 + 1)).after).toBeUndefined();
  });

  it("counts as an editor shows it", () => {
    const repository = readRepository(temporary(CHART));
    const [path, text] = ["web/templates/role.yaml", "kind: Role\n"];
    const shown = repository.withFile(path, undefined, new ManifestFile(text));
    expect(shown.files).toBe(repository.files);
    expect([shown.text(path), shown.bytes(path).toString()]).toEqual([text, text]);
    expect(shown.differingFrom(repository)).toEqual([path]);
    expect(shown.texts.get(path)).toBe(digest(text));
  });

  it("gives a file facts once something names it as a manifest", () => {
    const root = temporary({ ...CHART, "web/templates/role.yaml": ROLE });
    const cache: RepositoryCache = new Map();
    readRepository(root, cache);
    put(root, "kustomization.yaml", "resources: [web/templates/role.yaml]\n");
    const { files } = readRepository(root, cache);
    expect(files.get("web/templates/role.yaml")?.objects).toMatchObject([{ kind: "Role" }]);
  });
});
