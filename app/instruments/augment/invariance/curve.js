// What a curve of points says. Pure.

/** Stretches of neighbouring points that hold: [[first value, last value], …]; a gap of unknown points ends none. */
export function runsOfPoints(points, holds) {
  const found = []
  let open = null
  for (const point of points) {
    if (holds(point)) open = open ? [open[0], point.value] : [point.value, point.value]
    else if (open) {
      found.push(open)
      open = null
    }
  }
  return open ? [...found, open] : found
}

/** The point whose value is nearest. */
export const nearest = (points, value) =>
  points.reduce((best, point) => (!best || Math.abs(point.value - value) < Math.abs(best.value - value) ? point : best), null)

/** The value of a sweep at which nothing is done to a picture. */
export const neutralValue = ({ low, high, middle, key }) => (key === 'scale' || middle === 1 ? 1 : low <= 0 && high >= 0 ? 0 : low)
