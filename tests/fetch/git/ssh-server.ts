import { execFileSync, spawn } from "node:child_process";
import { accessSync, chmodSync, constants, existsSync, readFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { put, temporary } from "../../repository/temporary.js";

/** The server of OpenSSH, which must be started by an absolute path. */
const SSHD = "/usr/sbin/sshd";
/** Where it goes to after it was started by root. */
const EMPTY = "/run/sshd";

/** Whether a server of OpenSSH can be started here. */
export function hasSshd(): boolean {
  try {
    accessSync(SSHD, constants.X_OK);
    execFileSync("ssh", ["-V"], { stdio: "ignore" });
    return process.getuid?.() !== 0 || existsSync(EMPTY);
  } catch {
    return false;
  }
}

/** How `ssh` is started while a test runs, in place of what the user has set up. */
export class Ssh {
  readonly #directory = temporary();
  readonly #program = execFileSync("/bin/sh", ["-c", "command -v ssh || true"], { encoding: "utf8" }).trim();

  /** @param command what it does with its arguments, as a line of the shell */
  use(command = `exec '${this.#program}' -F '${this.#directory}/config' "$@"`): void {
    const log = join(this.#directory, "arguments");
    put(this.#directory, "bin/ssh", `#!/bin/sh\nprintf '%s\\n' "$@" >>'${log}'\n${command}\n`);
    chmodSync(join(this.#directory, "bin/ssh"), 0o755);
    vi.stubEnv("PATH", [join(this.#directory, "bin"), process.env.PATH].join(delimiter));
    onTestFinished(() => void vi.unstubAllEnvs());
  }

  /** With what it was started, one argument each. */
  get arguments(): string[] {
    return readFileSync(join(this.#directory, "arguments"), "utf8").trimEnd().split("\n");
  }

  /**
   * Serves over ssh until the test is over, to whoever has the key of the configuration.
   * @returns the port on loopback
   */
  async serve({ isKnown }: { isKnown: boolean }): Promise<number> {
    const [directory, port] = [this.#directory, await freePort()];
    for (const name of ["host", "user"])
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(directory, name)]);
    const key = (name: string) => readFileSync(join(directory, `${name}.pub`), "utf8");
    put(directory, "known", isKnown ? `[127.0.0.1]:${port} ${key("host")}` : "");
    put(
      directory,
      "config",
      `IdentityFile ${directory}/user\nIdentitiesOnly yes\nUserKnownHostsFile ${directory}/known\nGlobalKnownHostsFile none\n`,
    );
    put(
      directory,
      "server",
      `ListenAddress 127.0.0.1:${port}\nHostKey ${directory}/host\nAuthorizedKeysFile ${directory}/user.pub\nPidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n`,
    );
    const server = spawn(SSHD, ["-D", "-e", "-f", join(directory, "server")], { stdio: "ignore" });
    onTestFinished(() => void server.kill());
    while (!(await answers(port))) if (server.exitCode !== null) throw new Error("sshd does not start");
    return port;
  }
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    const end = (isThere: boolean) => {
      socket.destroy();
      done(isThere);
    };
    socket.once("data", () => end(true)).once("error", () => end(false));
  });
}
