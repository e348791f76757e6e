// What the keys of the lecture hold. Types alone; nothing here runs.
/** @typedef {{ en: string, pt: string }} BothLanguages */
/** @typedef {{ ask: BothLanguages, choices: BothLanguages[], right: number | null, veil: string[], then?: string }} Guess what is asked before the view is seen; `veil`: names of the parts that are hidden until then; `then`: the link that is opened with the answer */
/** @typedef {{ id: string, title: BothLanguages, say: BothLanguages, see: string, guess?: Guess }} LectureStop a view, by its link, and what is said to it */
/** @typedef {LectureStop & { section: number, k: number, of: number, n: number }} PlacedStop `section`: which; `k` of `of`: its place there; `n`: its place among all */
/** @typedef {{ format: string, version: number, id: string, title: BothLanguages, sections: { title: BothLanguages, minutes: number, stops: LectureStop[] }[] }} LectureFile */

export {}
