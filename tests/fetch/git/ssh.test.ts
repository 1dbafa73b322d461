import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fetchGit } from "../../../lib/fetch/git/fetch-git.js";
import { temporary } from "../../repository/temporary.js";
import { WrittenRepository } from "../git-server.js";
import { contextOf } from "../servers.js";
import { hasSshd, Ssh } from "./ssh-server.js";

async function fetchFrom(url: string, allow: string) {
  const directory = join(temporary(), "git");
  const answer = await fetchGit({ type: "git", url }, contextOf([allow]), {
    ...{ directory, root: temporary(), runsHelpers: false },
  });
  return answer.content === "tree" ? [...answer.files.keys()] : [];
}

describe.skipIf(!hasSshd())("a repository behind ssh", () => {
  test("is fetched with the user's own key", async () => {
    const repository = new WrittenRepository();
    repository.commit({ "base/role.yaml": "a" });
    const ssh = new Ssh();
    ssh.use();
    const host = `127.0.0.1:${await ssh.serve({ isKnown: true })}`;
    expect(await fetchFrom(`ssh://${host}${repository.top}/.git`, `ssh://${host}`)).toEqual([
      "base/role.yaml",
    ]);
  });

  test("is not fetched from a host whose key nobody has taken", async () => {
    const repository = new WrittenRepository();
    repository.commit({ a: "a" });
    const ssh = new Ssh();
    ssh.use();
    const host = `127.0.0.1:${await ssh.serve({ isKnown: false })}`;
    await expect(fetchFrom(`ssh://${host}${repository.top}/.git`, `ssh://${host}`)).rejects.toThrow(
      "is not fetched: git says: Could not read from remote repository.",
    );
  });
});

describe.skipIf(process.platform === "win32")("the ssh that git starts", () => {
  test("asks nobody, forwards nothing, and reaches the address that was looked at", async () => {
    const ssh = new Ssh();
    ssh.use("exit 1");
    await expect(fetchFrom("ssh://git@8.8.8.8/org/a;b", "ssh://8.8.8.8")).rejects.toThrow("is not fetched");
    expect(ssh.arguments).toEqual([
      ...["BatchMode=yes", "ClearAllForwardings=yes", "ConnectTimeout=15", "ControlMaster=no"].flatMap(
        option,
      ),
      ...["ForwardAgent=no", "ForwardX11=no", "PermitLocalCommand=no"].flatMap(option),
      ...["HostName=8.8.8.8", "HostKeyAlias=8.8.8.8", "SendEnv=GIT_PROTOCOL"].flatMap(option),
      "git@8.8.8.8",
      "git-upload-pack '/org/a;b'",
    ]);
  });
});

function option(text: string): string[] {
  return ["-o", text];
}
