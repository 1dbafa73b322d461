/** No real overlay is nested deeper than this. */
const MAX_LAYERS = 50;

/** Why what a kustomization includes is not looked at. */
export type Refusal = "which includes itself" | "which is nested too deep";

/**
 * Which kustomizations cannot be gathered: those that include themselves, directly or not, and those with
 * more layers below them than any real one has. Tarjan's algorithm, without recursion, since a stranger can
 * choose the depth.
 */
export function refusals(
  directories: Iterable<string>,
  includes: (directory: string) => readonly string[],
): Map<string, Refusal> {
  const refused = new Map<string, Refusal>();
  const height = new Map<string, number>();
  const number = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const get = (map: Map<string, number>, key: string) => map.get(key) ?? 0;

  const enter = (directory: string) => {
    number.set(directory, number.size);
    low.set(directory, get(number, directory));
    stack.push(directory);
    onStack.add(directory);
    return { directory, next: 0, children: includes(directory) };
  };

  const leave = (directory: string, children: readonly string[]) => {
    if (low.get(directory) !== number.get(directory)) return;
    const component = stack.splice(stack.lastIndexOf(directory));
    const cyclic = component.length > 1 || children.includes(directory);
    for (const member of component) {
      onStack.delete(member);
      const highest = includes(member).reduce((most, child) => Math.max(most, get(height, child)), 0);
      height.set(member, 1 + highest);
      if (cyclic) refused.set(member, "which includes itself");
      else if (get(height, member) > MAX_LAYERS) refused.set(member, "which is nested too deep");
    }
  };

  for (const root of directories) {
    if (number.has(root)) continue;
    const path = [enter(root)];
    for (let frame = path.at(-1); frame; frame = path.at(-1)) {
      const { directory, children } = frame;
      const child = children[frame.next++];
      if (child === undefined) {
        path.pop();
        const parent = path.at(-1)?.directory;
        if (parent !== undefined) low.set(parent, Math.min(get(low, parent), get(low, directory)));
        leave(directory, children);
      } else if (!number.has(child)) {
        path.push(enter(child));
      } else if (onStack.has(child)) {
        low.set(directory, Math.min(get(low, directory), get(number, child)));
      }
    }
  }
  return refused;
}
