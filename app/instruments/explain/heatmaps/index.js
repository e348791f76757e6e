// Where it looked: the heat maps of two classes side by side, as far as they are known, and the same of the untrained network.
import { tabKeys } from '../../kit/bus.js'
import { softmax } from '../../kit/softmax.js'
import { radioGroup, radioButtons } from '../../kit/radio_group.js'
import { endOf, comparedClasses, SCALES } from '../settings.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { figure } from './figure.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const SLOW = 300 // ms without progress

/** Calls f in the next frame, once however often it was asked for. */
function oncePerFrame(f) {
  let due = 0
  return () => {
    due ||= requestAnimationFrame(() => {
      due = 0
      f()
    })
  }
}

/** How far heat maps have come that are not all here; null where there is nothing to say yet. */
function progressText(found, { stopped, slow }, t) {
  if (stopped) return found ? fillTemplate(t.stopped, { done: found.done, of: found.of }) : t.stopped_early
  if (!found) return slow ? t.computing : null
  const left = (found.milliseconds / found.done) * (found.of - found.done)
  return fillTemplate(t.going, { done: found.done, of: found.of, left: write.short(left / 1000, 2) })
}

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const figures = ['a', 'b'].map(which => figure(which, t))
  $('.pair').append(...figures.map(one => one.figure))
  let began = 0
  let ticking = 0
  $('.choices').append(...radioButtons(SCALES.map(one => [one, t.scales[one]])))
  const scales = radioGroup($('.choices'), one => bus.set('explain.scale', one))
  const opacity = $('input')
  opacity.oninput = () => bus.set('explain.opacity', Number(opacity.value))
  $('[data-do=stop]').onclick = () => bus.set('explain.stop', Symbol())

  const methodOf = key => bus.get('explain.ways')?.methods.find(method => method.key === key)
  /** How far it is: what is being done, k of n, the time that is left. */
  function where() {
    const [q, found, stopped] = [bus.get('explain.question'), bus.get('explain.heats'), bus.get('explain.stopped')]
    if (!q) return
    const going = found?.q === q ? found.done < found.of : true
    $('h2 b').textContent = methodOf(q.method)?.title ?? ''
    const slow = performance.now() - began > SLOW
    const place = q.layer ? fillTemplate(t.at, { layer: q.layer }) : ''
    const progress = going ? progressText(found?.q === q ? found : null, { stopped, slow }, t) : null
    $('.where').textContent = progress ?? place
    $('[data-do=stop]').hidden = !(going && !stopped && slow)
    clearTimeout(ticking)
    if (going && !slow) ticking = setTimeout(where, SLOW)
  }
  function paint() {
    const [seen, network] = [bus.get('forward'), bus.get('network')]
    const [q, found, twins] = [bus.get('explain.question'), bus.get('explain.heats'), bus.get('explain.untrained')]
    if (!seen || network?.key !== seen.network) return
    const same = found && found.q.network === network.key && found.q.picture === seen.picture
    const looked = comparedClasses(seen.logits, bus.get('explain.classes'))
    const soft = softmax(seen.logits)
    const method = found && methodOf(found.q.method)
    const signed = Boolean(method?.signed)
    const fine = method?.at === 'input'
    const ends = same ? found.heats.map(heat => endOf(heat.map ?? heat.cells, fine)) : [0, 0]
    const both = Math.max(...ends)
    figures.forEach((one, i) => {
      const heat = same ? found.heats[i] : null
      const twin = heat && twins?.q === found.q ? twins.heats[i] : null
      one.show({
        picture: seen.picture, heat, twin, signed, fine, end: bus.get('explain.scale') === 'both' ? both : ends[i],
        opacity: bus.get('explain.opacity'), inked: network.drawing, square: bus.get('explain.square'),
        name: network.classes[looked[i]] ?? '', z: seen.logits[looked[i]], p: soft[looked[i]],
        unit: method?.unit ?? '', stale: Boolean(heat) && found.q !== q, trained: network.weights !== 'random',
      }) // prettier-ignore
    })
  }
  bus.on('explain.question', () => {
    began = performance.now()
  })
  bus.on(['explain.question', 'explain.heats', 'explain.stopped', 'explain.ways'], where)
  bus.on('explain.error', sentence => ($('.trouble').textContent = sentence ?? ''))
  bus.on('explain.scale', chosen => scales(chosen))
  bus.on('explain.opacity', v => (opacity.value = v))
  const keys = tabKeys('explain', 'question', 'heats', 'untrained', 'scale', 'opacity', 'square', 'classes')
  bus.on(['forward', 'network', 'theme', ...keys], oncePerFrame(paint))
}
