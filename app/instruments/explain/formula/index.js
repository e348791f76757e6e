// What the method does, in one sentence and its formula; and the lines of PyTorch that do it.
import { createElement } from '../../kit/element.js'
import { ask } from '../../kit/ask.js'
import { closeOnOutsideClick, copyButton } from '../../kit/copy_button.js'
import { showCode, downloadCodeButton } from '../../kit/code_view.js'
import { pointsOf, usable } from '../settings.js'
import { radioGroup, radioButtons } from '../../kit/radio_group.js'
import { tooltip } from '../../kit/tooltip.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const LONG = 32 // characters of a formula in full size

/** "α_k A_k" with its indices below the line. */
function written(text) {
  const line = createElement('div')
  for (const part of text.split(/(_[A-Za-z0-9])/)) {
    if (/^_.$/.test(part)) line.append(createElement('sub', '', part[1]))
    else line.append(part)
  }
  return line
}

/**
 * How many points the method takes, where it offers a choice.
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 */
function points({ $, t, bus }) {
  const place = $('.points')
  const box = $('.points .choices')
  const put = radioGroup(box, one => bus.set('explain.points', Number(one)))
  tooltip($('.points .word'), t.points_help)
  bus.on(['explain.ways', 'explain.method', 'explain.points'], () => {
    const ways = bus.get('explain.ways')
    const method = ways && usable(ways.methods, bus.get('explain.method'), ways.stages)
    place.hidden = !method?.points?.length
    if (place.hidden) return
    if (box.dataset.method !== method.key) {
      box.dataset.method = method.key
      box.replaceChildren(...radioButtons(method.points.map(n => [String(n), String(n)])))
    }
    put(String(pointsOf(method, bus.get('explain.points'))))
  })
}

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const dialog = $('dialog')
  const copy = $('[data-do=copy]')
  let asked = null
  const say = text => ($('.said').textContent = text)
  bus.on(['explain.ways', 'explain.method'], () => {
    const ways = bus.get('explain.ways')
    if (!ways) return
    const method = usable(ways.methods, bus.get('explain.method'), ways.stages)
    for (const place of ['.says', '.way']) $(place).textContent = method.says
    $('.lines').replaceChildren(...method.formula.map(written))
    $('.lines').classList.toggle(
      'long',
      method.formula.some(line => line.length > LONG),
    )
  })
  points({ $, t, bus })
  $('[data-do=show]').onclick = async () => {
    const q = bus.get('explain.question')
    if (!q) return
    say('')
    const query = {
      network: q.network,
      method: q.method,
      target: q.a,
      form: 'pixels',
      ...(q.layer ? { layer: q.layer } : {}),
      ...(q.points ? { points: q.points } : {}),
    }
    asked = { path: 'attribution_code', name: q.method, query, body: q.picture.values }
    try {
      showCode($('code'), await (await ask(asked.path, query, asked.body)).text())
    } catch (thrown) {
      const error = /** @type {import('../../kit/types.js').Failure} */ (thrown)
      say(error.message || t.unreachable)
    }
    dialog.showModal()
  }
  copyButton(copy, () => $('code').textContent, t, say)
  downloadCodeButton($('[data-do=take]'), () => asked, say)
  closeOnOutsideClick(dialog)
}
