// Where the line is: at the bottom where the window is high enough, else in the head's place; on a phone at the bottom, small.

/** @typedef {import('../../kit/bus.js').Bus} Bus */

const NARROW = 900 // px, as everywhere on the page
const HIGH = 900 // px from which the tabs stay in sight
const HIGH_PROJECTED = 980 // the same with a projector's type

const layoutOf = () => {
  if (innerWidth <= NARROW) return 'tour'
  return innerHeight >= (document.body.classList.contains('projector') ? HIGH_PROJECTED : HIGH) ? 'band' : 'slim'
}

/** @param {Bus} bus */
export function createLayout(bus) {
  let tabs = false // in a low window: shown again in place of the line?
  const places = [document.documentElement, document.body]
  function measure() {
    const given = !!bus.get('lecture.stops')
    const shape = given ? layoutOf() : null
    const classes = {
      'lecture-band': shape === 'band',
      'lecture-slim': shape === 'slim' && !tabs,
      'lecture-tour': shape === 'tour',
      'lecture-tabs': shape === 'slim' && tabs,
    }
    classes['lecture-asks'] = shape === 'band' && !!bus.get('lecture.stops')[bus.get('lecture.at')]?.guess
    for (const place of places) for (const [name, on] of Object.entries(classes)) place.classList.toggle(name, on)
  }
  addEventListener('resize', measure)
  bus.on('theme', measure)
  bus.on('lecture.stops', measure)
  return {
    measure,
    slim: () => layoutOf() === 'slim',
    alone: () => layoutOf() === 'tour',
    tabs() {
      tabs = !tabs
      measure()
    },
  }
}
