import type { PlaceData } from "../page-data.js";

/** A number as people read it. */
export function digits(count: number): string {
  return count.toLocaleString("en");
}

/** A number with what it counts. */
export function counted(count: number, noun: string): string {
  return `${digits(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A place as editors and terminals read it. */
export function placeWords({ file, line }: PlaceData): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** A function that tells whether a text has every word that is searched for, in whatever case. */
export function searchFor(written: string): (text: string) => boolean {
  const words = written.toLowerCase().split(/\s+/).filter(Boolean);
  return (text) => {
    if (words.length === 0) return true;
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
}
