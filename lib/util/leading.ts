/**
 * How many items at the beginning of a list a test holds for, by few questions.
 * @param holds a test that holds for all items up to some place, and for none behind it
 */
export function leading<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as Item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
