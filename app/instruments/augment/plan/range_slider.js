// A rail with one handle or two: dragged, tapped, or moved by arrow keys.
import { createElement } from '../../kit/element.js'
import { legalValue, snapToStep } from '../settings.js'

const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }

/** The value with one of its ends moved; an end never passes the other. */
export function withEnd(value, end, v) {
  if (!Array.isArray(value)) return v
  return end ? [value[0], Math.max(v, value[0])] : [Math.min(v, value[1]), value[1]]
}

function handleOf(setting, label) {
  const handle = createElement('b', { tabIndex: 0 })
  handle.setAttribute('role', 'slider')
  handle.setAttribute('aria-label', label)
  handle.setAttribute('aria-valuemin', setting.low)
  handle.setAttribute('aria-valuemax', setting.high)
  return handle
}

function moveByKeys(handle, setting, get, put) {
  handle.addEventListener('keydown', event => {
    const by = STEPS[event.key]
    const to = { Home: setting.low, End: setting.high }[event.key]
    if ((by === undefined && to === undefined) || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    put(to ?? get() + by * setting.step)
  })
}

/** The handle that a press at v drags: the one under it, else the nearer; where both lie on each other the one on that side. `under`: −1 where none is. */
function handleAt(v, value, under) {
  if (!Array.isArray(value)) return 0
  const [low, high] = value
  if (low === high) return v >= high ? 1 : 0
  if (under >= 0) return under
  return Math.abs(v - high) < Math.abs(v - low) ? 1 : 0
}

/** → { element, show(value) }. `change(value)`: at every move; `onDrag(true / false)`: while it is dragged. */
export function rangeSlider(setting, describe, change, onDrag) {
  const pair = Array.isArray(setting.default)
  const element = createElement('div', 'rail')
  const line = element.appendChild(createElement('i'))
  let value = setting.default
  const share = v => (v - setting.low) / (setting.high - setting.low)
  const handles = (pair ? [0, 1] : [0]).map(end => element.appendChild(handleOf(setting, describe(end))))
  const ends = () => (pair ? value : [value])
  const put = (end, v) => {
    const next = legalValue(withEnd(value, end, snapToStep(v, setting)), setting)
    if (String(next) !== String(value)) change((value = next))
  }
  const at = event => {
    const { left, width } = element.getBoundingClientRect()
    return setting.low + ((event.clientX - left) / width) * (setting.high - setting.low)
  }
  let dragged = null
  element.addEventListener('pointerdown', event => {
    if (event.button) return
    const v = at(event)
    const under = handles.findIndex(handle => handle === event.target)
    dragged = handleAt(v, value, under)
    element.setPointerCapture(event.pointerId)
    handles[dragged].focus({ preventScroll: true })
    onDrag(true)
    put(dragged, v)
    event.preventDefault()
  })
  element.addEventListener('pointermove', event => dragged !== null && put(dragged, at(event)))
  for (const kind of ['pointerup', 'pointercancel'])
    element.addEventListener(kind, () => {
      if (dragged === null) return
      dragged = null
      onDrag(false)
    })
  handles.forEach((handle, end) =>
    moveByKeys(
      handle,
      setting,
      () => ends()[end],
      v => put(end, v),
    ),
  )
  return {
    element,
    show(given, said) {
      value = given
      const [low, high] = pair ? value : [setting.low < 0 ? 0 : setting.low, value]
      const [a, b] = [Math.min(share(low), share(high)), Math.max(share(low), share(high))]
      line.style.left = `${100 * a}%`
      line.style.width = `${100 * (b - a)}%`
      handles.forEach((handle, end) => {
        const v = ends()[end]
        handle.style.left = `${100 * share(v)}%`
        handle.setAttribute('aria-valuenow', v)
        handle.setAttribute('aria-valuetext', said)
      })
    },
  }
}
