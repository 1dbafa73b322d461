import type { PlaceData } from "../page-data.js";
import { element, linkTo } from "./dom.js";
import { placeWords } from "./words.js";

/** A place in code, which leads to the file of the commit where that can be read. */
export type PlaceLink = (place: PlaceData, more?: string) => HTMLElement;

/** @param filesUrl where the files of the commit are */
export function placeLinks(filesUrl: string | undefined): PlaceLink {
  return (place, more = "") => {
    const words = element("code", {}, placeWords(place) + more);
    if (filesUrl === undefined || place.isElsewhere || place.file.startsWith("<")) return words;
    const path = place.file.split("/").map(encodeURIComponent).join("/");
    return linkTo(`${filesUrl}/${path}${place.line === undefined ? "" : `#L${place.line}`}`, words);
  };
}
