// Deletion and insertion of the hottest pixels, beside orders that know nothing of the heat. Measured on demand, for one heat only.
import { bindReading, fitPlot } from '../../kit/plot_reading.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { paint as draw, valuesAt } from './chart.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const PICTURES = 136 // of a whole measurement, until the server has said so

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const button = $('[data-do=measure]')
  let going = false
  let plot = null
  let read = null // share of the pixels that is pointed at
  const svg = $('svg')
  const paint = fitPlot(svg, room => {
    plot = draw(svg, bus.get('explain.curves'), { room, read, word: t.hottest })
  })
  function show() {
    const [found, heats, question] = [bus.get('explain.curves'), bus.get('explain.heats'), bus.get('explain.question')]
    const whole = heats && heats.q === question && heats.done === heats.of
    going = !!found && (!found.of || found.done < found.of)
    button.textContent = going ? t.stop : t.measure
    button.disabled = !going && !whole
    $('.waits').textContent = found ? '' : fillTemplate(t.waits, { n: PICTURES })
    $('.of').textContent = going && found?.of ? fillTemplate(t.going, { done: found.done, of: found.of }) : 'p(A) %'
    for (const name of ['inserted', 'deleted']) {
      const area = found?.areas?.[name] ?? null
      const value = read === null ? NaN : valuesAt(found, read)[name]
      const said = area === null ? '' : fillTemplate(t.area, { n: write.fixed(area) })
      $(`.${name} span`).textContent = Number.isFinite(value) ? `${write.percent(value)} %` : said
    }
    paint()
  }
  bindReading(svg, {
    plot: () => plot,
    stops: () => Array.from(bus.get('explain.curves')?.fractions ?? []),
    at: () => read,
    put(share) {
      read = share
      show()
    },
  })
  button.onclick = () => bus.set(going ? 'explain.unmeasure' : 'explain.measure', Symbol())
  bus.on(['explain.curves', 'explain.heats', 'explain.question'], show)
  show()
}
