// The curves of the run, as they grow.
import { tabKeys } from '../../kit/bus.js'
import { createButton } from '../../kit/element.js'
import { styleOf } from '../../kit/canvas.js'
import { bindReading } from '../../kit/plot_reading.js'
import { explosion } from '../../kit/exploded.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { startTransfer } from '../controller.js'
import { blockOf, FEWEST, KEYS, whatIsMissing, shownRun } from '../settings.js'
import { viewTitles } from '../view_titles.js'
import { chart, value } from './chart.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const MEASURES = ['accuracy', 'loss']

/** @param {Instrument} parts */
export function mount(parts) {
  const { element, $, t, bus } = parts
  const own = startTransfer(bus)
  /** @type {Record<string, any>} */
  const now = { over: null, at: null, due: 0 }
  const show = () => {
    now.due ||= requestAnimationFrame(() => {
      now.due = 0
      paint(parts, own, now)
    })
  }
  bus.on(['transfer.run', 'transfer.menu', 'transfer.classes', 'network', 'augmentation', 'theme', ...tabKeys('transfer', ...KEYS)], show)
  new ResizeObserver(show).observe($('.body'))
  for (const measure of MEASURES) {
    const svg = $(`svg.${measure}`)
    bindReading(svg, {
      plot: () => now.at,
      stops: () => (own.get('run')?.points ?? []).map(one => one.epoch),
      at: () => now.over,
      put(epoch) {
        now.over = epoch
        show()
      },
    })
  }
  viewTitles($('.words'), bus, 'run', { run: t.run, changed: t.changed, scratch: t.scratch })
  bus.on('transfer.pending', next => createPendingNotice(parts, own, next))
  element.classList.add('ready')
}

/** Other settings are chosen than those of the run under way, which goes on: what that means, and what can be done. */
function createPendingNotice({ $, t }, own, next) {
  const row = $('.next')
  row.hidden = !next
  if (!next) return row.replaceChildren()
  const queue = next === 'queued' ? createButton(t.unqueue, () => own.run.queue(false)) : createButton(t.queue, () => own.run.queue())
  row.replaceChildren(
    t[`next_${next}`],
    ' ',
    queue,
    ' ',
    createButton(t.instead, () => own.run.instead()),
  )
}

function paint({ element, $, t }, own, now) {
  const run = shownRun(own.get('run'))
  const styles = styleOf(element)
  const head = run && own.headInfo(run.settings)
  const fitted = head && !head.stepwise
  const epochs = run?.now.epochs || 1
  $('.body').hidden = !!fitted
  found({ $ }, run, fitted && head)
  for (const measure of MEASURES) {
    const svg = $(`svg.${measure}`)
    const { clientWidth: width, clientHeight: height } = svg
    if (!width || !height) continue
    const points = run && !fitted ? run.points : []
    const chance = run ? 100 / run.classes.filter(({ enabled }) => enabled).length : 0
    now.at = chart(svg, {
      points,
      measure,
      epochs,
      chance,
      over: now.over,
      write,
      size: styles.size,
      width,
      height,
      chanceWord: t.chance,
    })
    const last = points.at(-1)
    const said = lane => (last ? write.short(value(last, lane, measure)) : '–')
    svg.setAttribute('aria-label', fillTemplate(t.chart, { measure: t[measure], train: said('train'), validation: said('validation') }))
  }
  const stale = run && !run.stop && run.of !== own.signature()
  for (const part of ['.body', '.found']) $(part).classList.toggle('stale', !!stale)
  $('.says').textContent = describeRun({ t, own, run, now, fitted, stale })
}

/** What there is of a head that has no epochs: its accuracy on both sides, and how it came about. */
function found({ $ }, run, head) {
  $('.found').hidden = !head
  if (!head) return
  const { train, validation } = run.now
  ;[train, validation].forEach((score, i) => {
    const row = $('.found').children[i]
    row.querySelector('i').style.width = `${100 * (score?.accuracy ?? 0)}%`
    row.lastChild.textContent = score ? `${write.fixed(100 * score.accuracy, 1)} %` : '–'
  })
  $('.about').textContent = head.found
}

function describeRun({ t, own, run, now, fitted, stale }) {
  const missing = own.get('classes') ? whatIsMissing(own.classes) : null
  const current = own.get('run')
  if (current?.stop && now.over === null) return underWay(current.now, t)
  if (missing)
    return missing.classes !== undefined
      ? fillTemplate(t.no_classes[missing.classes], missing)
      : fillTemplate(missing.has === 1 ? t.few_one : t.few, { ...missing, least: FEWEST })
  if (!run) return t.empty
  const { state, epoch, epochs, step, seconds } = run.now
  if (now.over !== null && !fitted) {
    const at = run.points.find(point => point.epoch === now.over)
    const said = lane => (at?.[lane] ? `${write.fixed(100 * at[lane].accuracy, 1)} % · ${write.fixed(at[lane].loss ?? NaN, 2)}` : '–')
    if (at) return fillTemplate(t.at_epoch, { epoch: at.epoch, train: said('train'), validation: said('validation') })
  }
  if (stale) return staleSentence(run, own, t)
  const time = write.short(seconds ?? 0, 2)
  if (fitted) return fillTemplate(t.fitted, { time, name: run.plan.name })
  if (run.now.exploded) return explosion({ ...run.now, how: state }, t, write)
  const said = { stopped: t.stopped, time: t.time }[state] ?? t.done
  return fillTemplate(said, { epoch, epochs, step, time, seed: run.settings.seed, name: run.plan.name })
}

function underWay(now, t) {
  const { state, done, total } = now
  return fillTemplate({ queued: t.queued, preparing: t.preparing }[state] ?? t.training, {
    ...now,
    done: write.count(done),
    total: write.count(total),
  })
}

/** Whose run it is, where something above it has changed. */
export function staleSentence(run, own, t) {
  if (run.settings.line === own.settings.line) return t.stale_other
  return run.settings.line === null
    ? t.stale_head
    : fillTemplate(t.stale, {
        layer: run.settings.line === 'none' ? blockOf(own.get('freezePoints')?.list[0]?.layer ?? '') : blockOf(run.settings.line),
      })
}
