// A lecture changed: each gives a new one and leaves the old as it was. Pure. Stops are named by their place in the whole lecture.

const stopPlaces = lecture => lecture.sections.flatMap((section, s) => section.stops.map((_, k) => [s, k]))
const withStops = (lecture, s, stops) => ({
  ...lecture,
  sections: lecture.sections.map((section, i) => (i === s ? { ...section, stops } : section)),
})
/** A section without stops is none. */
const dropEmptySections = lecture => ({ ...lecture, sections: lecture.sections.filter(({ stops }) => stops.length) })

export const stopAt = (lecture, i) => {
  const [s, k] = stopPlaces(lecture)[i]
  return lecture.sections[s].stops[k]
}

/** A new stop behind `i`. */
export function withStop(lecture, i, stop) {
  const [s, k] = stopPlaces(lecture)[i]
  return withStops(lecture, s, lecture.sections[s].stops.toSpliced(k + 1, 0, stop))
}
export function withChangedStop(lecture, i, change) {
  const [s, k] = stopPlaces(lecture)[i]
  return withStops(
    lecture,
    s,
    lecture.sections[s].stops.map((stop, j) => (j === k ? { ...stop, ...change } : stop)),
  )
}
/** The last stop of a lecture stays. */
export function withoutStop(lecture, i) {
  if (stopPlaces(lecture).length === 1) return lecture
  const [s, k] = stopPlaces(lecture)[i]
  return dropEmptySections(withStops(lecture, s, lecture.sections[s].stops.toSpliced(k, 1)))
}
/** Stop `from` takes the place of stop `to`, in its section. */
export function withMovedStop(lecture, from, to) {
  const all = stopPlaces(lecture)
  if (from === to || to < 0 || to >= all.length) return lecture
  const stop = stopAt(lecture, from)
  const [s, k] = all[from]
  const [into, at] = all[to]
  const without = withStops(lecture, s, lecture.sections[s].stops.toSpliced(k, 1))
  const place = into === s ? at : to > from ? at + 1 : at
  return dropEmptySections(withStops(without, into, without.sections[into].stops.toSpliced(place, 0, stop)))
}
/** One step up or down; at the edge of a section it goes into the next one, and stays where it is in the list. */
export function withSteppedStop(lecture, i, by) {
  const all = stopPlaces(lecture)
  const [s, k] = all[i]
  const section = lecture.sections[s]
  const inside = k + by >= 0 && k + by < section.stops.length
  if (inside) return withMovedStop(lecture, i, i + by)
  const into = s + by
  if (into < 0 || into >= lecture.sections.length) return lecture
  const stop = section.stops[k]
  const without = withStops(lecture, s, section.stops.toSpliced(k, 1))
  const there = lecture.sections[into].stops
  return dropEmptySections(withStops(without, into, by > 0 ? [stop, ...there] : [...there, stop]))
}
export function withChangedSection(lecture, i, change) {
  const [s] = stopPlaces(lecture)[i]
  return { ...lecture, sections: lecture.sections.map((section, j) => (j === s ? { ...section, ...change } : section)) }
}
/** A section that begins with stop `i`. */
export function withSplitSection(lecture, i, title) {
  const [s, k] = stopPlaces(lecture)[i]
  if (k === 0) return lecture
  const { stops, ...section } = lecture.sections[s]
  const both = [
    { ...section, stops: stops.slice(0, k) },
    { title, minutes: 0, stops: stops.slice(k) },
  ]
  return { ...lecture, sections: lecture.sections.toSpliced(s, 1, ...both) }
}
/** The section of stop `i` goes into the one before it. */
export function withJoinedSections(lecture, i) {
  const [s] = stopPlaces(lecture)[i]
  if (s === 0) return lecture
  const [before, own] = lecture.sections.slice(s - 1, s + 1)
  const both = { ...before, minutes: before.minutes + own.minutes, stops: [...before.stops, ...own.stops] }
  return { ...lecture, sections: lecture.sections.toSpliced(s - 1, 2, both) }
}
/** An id that no stop has yet. */
export function freshId(lecture, wanted) {
  const taken = new Set(lecture.sections.flatMap(({ stops }) => stops.map(({ id }) => id)))
  const base =
    wanted
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 34) || 'stop'
  for (let n = 1; ; n++) if (!taken.has(n === 1 ? base : `${base}-${n}`)) return n === 1 ? base : `${base}-${n}`
}
