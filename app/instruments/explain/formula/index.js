// What the method does, in one sentence and its formula; and the lines of PyTorch that do it.
import { ask } from '../../kit/ask.js'
import { closesBeside, copying } from '../../kit/copying.js'
import { showCode, taking } from '../../kit/shown.js'
import { pointsOf, usable } from '../explain.js'
import { choices, radios } from '../../kit/choices.js'
import { term } from '../../kit/term.js'

const LONG = 32 // characters of a formula in full size

/** "α_k A_k" with its indices below the line. */
function written(text) {
  const line = document.createElement('div')
  for (const part of text.split(/(_[A-Za-z0-9])/)) {
    if (/^_.$/.test(part)) line.append(Object.assign(document.createElement('sub'), { textContent: part[1] }))
    else line.append(part)
  }
  return line
}

/** How many points the method takes, where it offers a choice. */
function points({ $, t, bus }) {
  const place = $('.points')
  const box = $('.points .choices')
  const put = choices(box, one => bus.set('explain.points', Number(one)))
  term($('.points .word'), t.points_help)
  bus.on(['explain.ways', 'explain.method', 'explain.points'], () => {
    const ways = bus.get('explain.ways')
    const method = ways && usable(ways.methods, bus.get('explain.method'), ways.stages)
    place.hidden = !method?.points?.length
    if (place.hidden) return
    if (box.dataset.method !== method.key) {
      box.dataset.method = method.key
      box.replaceChildren(...radios(method.points.map(n => [String(n), String(n)])))
    }
    put(String(pointsOf(method, bus.get('explain.points'))))
  })
}

export function mount({ $, t, bus }) {
  const dialog = $('dialog')
  const copy = $('[data-do=copy]')
  let asked = null
  const say = text => ($('.said').textContent = text)
  bus.on(['explain.ways', 'explain.method'], () => {
    const ways = bus.get('explain.ways')
    if (!ways) return
    const method = usable(ways.methods, bus.get('explain.method'), ways.stages)
    $('.says').textContent = method.says
    $('.lines').replaceChildren(...method.formula.map(written))
    $('.lines').classList.toggle('long', method.formula.some(line => line.length > LONG))
  })
  points({ $, t, bus })
  $('[data-do=show]').onclick = async () => {
    const q = bus.get('explain.question')
    if (!q) return
    say('')
    const query = { network: q.network, method: q.method, target: q.a, form: 'pixels', ...(q.layer ? { layer: q.layer } : {}), ...(q.points ? { points: q.points } : {}) }
    asked = { path: 'heat_code', name: q.method, query, body: q.picture.values }
    try {
      showCode($('code'), await (await ask(asked.path, query, asked.body)).text())
    } catch (error) {
      say(error.message || t.unreachable)
    }
    dialog.showModal()
  }
  copying(copy, () => $('code').textContent, t, say)
  taking($('[data-do=take]'), () => asked, say)
  closesBeside(dialog)
}
