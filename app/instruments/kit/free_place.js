// A place on the screen for a few words that come and go by themselves: over no control, and nothing moves for them. Pure but for `controlsOf`.

const CONTROLS = 'button, a[href], input, select, textarea, summary, label, canvas, [tabindex]'

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box px */

/** @type {(a: Box, b: Box) => number} px² */
const overlap = (a, b) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top))

/**
 * Whether a box lies over none of `controls`.
 * @type {(box: Box, controls: Box[]) => boolean}
 */
export const isFree = (box, controls) => controls.every(control => !overlap(box, control))

/**
 * { left, top, over } for words of `width` × `height` inside `room`: the lowest place where they lie over none of `controls`
 * ({ left, top, right, bottom } each, as `room`), as near to the middle as can be; where there is none, over the least of them (`over`, px²).
 * @param {{ width: number, height: number }} words
 * @param {Box} room
 * @param {Box[]} controls
 * @returns {{ left: number, top: number, over: number }}
 */
export function freePlace({ width, height }, room, controls) {
  /** @type {(value: number, least: number, most: number) => number} */
  const within = (value, least, most) => Math.max(least, Math.min(most, value))
  const [right, foot, middle] = [room.right - width, room.bottom - height, (room.left + room.right - width) / 2]
  const tops = new Set([foot, ...controls.map(({ top }) => within(top - height, room.top, foot))])
  let best = { left: room.left, top: foot, over: Infinity, far: Infinity }
  for (const top of [...tops].sort((a, b) => b - a)) {
    const row = controls.filter(one => one.top < top + height && one.bottom > top)
    for (const aim of [middle, ...row.flatMap(one => [one.right, one.left - width])]) {
      const left = within(aim, room.left, right)
      const box = { left, top, right: left + width, bottom: top + height }
      const over = row.reduce((sum, one) => sum + overlap(box, one), 0)
      const far = Math.abs(left - middle)
      if (over < best.over || (over === best.over && top === best.top && far < best.far)) best = { left, top, over, far }
    }
    if (!best.over) break
  }
  return { left: best.left, top: best.top, over: best.over }
}

/**
 * Every control that can be seen now, except those in `but`.
 * @type {(page: ParentNode, but: Element) => Box[]}
 */
export const controlsOf = (page, but) =>
  [...page.querySelectorAll(CONTROLS)]
    .filter(one => !but.contains(one) && one.checkVisibility({ visibilityProperty: true }))
    .map(one => one.getBoundingClientRect())
    .filter(({ width, height, bottom, top }) => width > 2 && height > 2 && bottom > 0 && top < innerHeight)
