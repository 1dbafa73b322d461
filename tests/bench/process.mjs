// Runs commands and measures them from outside.
import { spawn } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { clearInterval, setInterval } from "node:timers";

/** Has a process of Node.js say at its end, in the last line of standard error, what it took. */
const REPORT = `data:text/javascript,process.on("exit",()=>{const{userCPUTime:u,systemCPUTime:s,maxRSS}=process.resourceUsage();process.stderr.write("\\n"+JSON.stringify({processor:(u+s)/1000,peak:maxRSS/1024}))})`;

/** How often the memory of a program in another language is looked at, in milliseconds. */
const LOOK = 20;

/**
 * Runs a program to its end.
 * @returns its exit code and output, the wall time in milliseconds, the most memory it had in MB where the system tells,
 * and for Node.js the processor time in milliseconds
 */
export function measure(program, args, { cwd, env, limit = 600_000 } = {}) {
  const isNode = program === process.execPath;
  const begun = performance.now();
  const child = spawn(program, isNode ? ["--import", REPORT, ...args] : args, {
    cwd,
    ...(env && { env }),
    stdio: ["ignore", "pipe", "pipe"],
    timeout: limit,
  });
  const [out, err] = [[], []];
  child.stdout.on("data", (chunk) => out.push(chunk));
  child.stderr.on("data", (chunk) => err.push(chunk));
  let peak;
  const timer = isNode ? undefined : setInterval(() => (peak = memoryOf(child.pid) ?? peak), LOOK);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => {
      clearInterval(timer);
      const wall = performance.now() - begun;
      const [stdout, stderr] = [out, err].map((chunks) => chunks.join(""));
      const own = isNode ? reported(stderr) : { peak };
      resolve({ status, signal, stdout, stderr, wall, ...own });
    });
  });
}

/** What a process of Node.js has said of itself; nothing of one that was stopped before. */
function reported(stderr) {
  try {
    return JSON.parse(stderr.trim().split("\n").at(-1));
  } catch {
    return {};
  }
}

/** The most memory that a running process had, in MB: Linux tells. */
function memoryOf(pid) {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

/** The path of a program that can be called by its name; undefined if there is none. */
export function onPath(name) {
  return process.env.PATH.split(delimiter)
    .map((directory) => join(directory, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** How far measurements are apart, beside the median, as a percentage. */
export function spread(numbers) {
  const most = numbers.reduce((a, b) => Math.max(a, b));
  const least = numbers.reduce((a, b) => Math.min(a, b));
  return `${Math.round((100 * (most - least)) / median(numbers))} %`;
}
