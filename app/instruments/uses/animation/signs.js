// How one notices: how long the face has not blinked, how much the picture is bent, and what enlarging does to its detail.
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { axisName, columns, createPlot, endNames, levels, lineThrough, showPlot } from '../../kit/plot.js'
import { styleOf } from '../../kit/canvas.js'
import { greyOf } from './portrait.js'
import { spectrum, upsampled } from './spectrum.js'

const SIDE = 128 // px of the picture whose detail is measured
const LEAST = 1.02 // times that something must be stretched to be told
const WAVES = [1, 16, 32, 48, 64]

/** @param {import('../../kit/types.js').Instrument} parts @param {() => import('./portrait.js').Portrait | null} portrait */
export function createSigns({ $, t, bus }, portrait) {
  let since = performance.now()
  const svg = $('.notice svg')
  const tick = () => {
    $('.blinks').textContent = fillTemplate(t.blinks, { s: write.short(Math.round((performance.now() - since) / 1000)) })
  }
  setInterval(() => bus.get('tab') === 'uses' && bus.get('uses.view') === 'animation' && tick(), 1000)
  /** @type {number[][]} */
  let lines = []
  const draw = () => svg.clientWidth && lines.length && paint(svg, t, lines)
  new ResizeObserver(draw).observe(svg)
  return {
    /** @param {number} most */
    stretched(most) {
      $('.most').textContent = most < LEAST ? t.still : fillTemplate(t.most, { most: write.short(most, 2) })
    },
    renewed() {
      const shown = portrait()
      if (!shown) return
      since = performance.now()
      tick()
      const grey = greyOf(shown.pixels, SIDE)
      lines = [spectrum(grey, SIDE), spectrum(upsampled(grey, SIDE), SIDE)]
      draw()
    },
  }
}

function paint(svg, t, lines) {
  const { size } = styleOf(svg)
  const low = 20 * Math.floor(Math.min(...lines.flat()) / 20)
  const plot = createPlot({
    width: svg.clientWidth,
    height: svg.clientHeight,
    size,
    margin: { left: 3.8 * size, right: 6.2 * size, top: 0.8 * size, bottom: 3 * size },
    x: { low: 1, high: SIDE / 2 },
    y: { low, high: 0 },
  })
  const points = lines.map(line => line.map((v, i) => /** @type {const} */ ([i + 1, v])))
  const ends = [t.photograph, t.enlarged].map((words, i) => ({
    x: plot.right + 0.4 * size,
    y: plot.y(lines[i][lines[i].length - 1]),
    words,
    className: i ? 'accented' : '',
  }))
  const steps = Array.from({ length: Math.floor(-low / 20) + 1 }, (_, i) => low + 20 * i).filter(
    (_, i, all) => all.length < 5 || i % 2 === 0,
  )
  showPlot(svg, plot, [
    levels(plot, steps, v => fillTemplate(t.decibels, { v: write.short(v) })),
    columns(plot, WAVES, v => write.short(v)),
    axisName(plot, t.waves),
    lineThrough(plot, points[0], ''),
    lineThrough(plot, points[1], 'accented'),
    endNames(plot, ends, 1.2 * size),
  ])
}
