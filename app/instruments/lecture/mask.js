// Hides parts of the stage until a guess is made: from the eye, the pointer, and who listens to the page. A part is an instrument by its
// name, or what it has marked with data-part: "answer", "race.curves".
import { createElement } from '../kit/element.js'

const BODY_CLASS = 'veiled'

/** Names that instruments had when lectures were saved, and have now. */
const STORED = {
  rooms: 'views',
  five: 'topfive',
  after: 'style_transfer',
  how: 'settings',
  newpicture: 'try_it',
  bar: 'freeze_line',
  changed: 'changed_filters',
  seen: 'network_input',
  bring: 'picture',
  along: 'loss_along_step',
  pulse: 'forward_backward',
  change: 'weight_update',
  rule: 'update_rule',
  cover: 'occluder',
  heats: 'heatmaps',
  excited: 'activation_map',
  trainpoints: 'trainpresets',
  trainfoot: 'trainseeds',
}

const selectorBy = kind => part => {
  const [name, inner] = part.split('.')
  return `#cnn-${STORED[name] ?? name}${inner ? ` [data-${kind}="${inner}"]` : ''}`
}
const selectorOf = selectorBy('part')
const plotSelectorOf = selectorBy('plot')

/** Lays a sheet over each of these parts, which are found whenever they come, and takes it from all others. */
export function createMask() {
  const sheet = document.head.appendChild(createElement('style'))
  return {
    /** Parts to hide; [] hides nothing. What is under a mask is there, painted and sized, but not visible to anything. */
    lay(parts) {
      const found = parts.map(selectorOf)
      sheet.textContent = found.length
        ? `${found.map(one => `${one}, ${one} *`).join(', ')} { visibility: hidden !important; pointer-events: none !important; }`
        : ''
      document.body.classList.toggle(BODY_CLASS, found.length > 0)
      return found
    },
    selector: parts => parts.map(selectorOf).join(', '),
  }
}

/**
 * Where the answers that these parts mask are sketched: an element that its tab marks with data-plot, named as the part, and gives data-scale,
 * "left right bottom top" in the units of the curve. → { element, box: DOMRect, scale: [left, right, bottom, top] }, or null.
 */
export function plotOf(parts) {
  const found = parts.filter(part => part.includes('.')).flatMap(part => [...document.querySelectorAll(plotSelectorOf(part))])
  const plots = found
    .filter(plot => plot.dataset.scale)
    .map(plot => ({ element: plot, box: plot.getBoundingClientRect(), scale: plot.dataset.scale.split(' ').map(Number) }))
  return plots.find(({ box }) => box.width > 8 && box.height > 8) ?? null
}

/** Where the veiled parts are in the window: [DOMRect, …], those that have a size. */
export const maskedBoxes = selector =>
  selector
    ? [...document.querySelectorAll(selector)]
        .map(part => part.getBoundingClientRect())
        .filter(({ width, height }) => width > 8 && height > 8)
    : []
